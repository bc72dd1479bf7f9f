package org.flashcrowd.instance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Registrations.Mode;
import org.jspecify.annotations.Nullable;

/** Says who the server is, in the forms that apps read. */
final class Introduction {
  /**
   * The version of Mastodon's API that is spoken. Some apps read its first three characters as a
   * number, and call grouped notifications from 4.3 on.
   */
  private static final String SPOKEN = "4.3.0 (compatible; Flashcrowd %s)";

  // 2 promises grouped notifications, and nothing else. 3 would promise attribution domains.
  private static final Map<String, Integer> API_VERSIONS = Map.of("mastodon", 2);

  private final Config config;
  private final Configuration configuration;
  private final String version;
  private final List<RuleView> rules;

  /**
   * @param vapidKey the public key that apps subscribe to pushes with
   * @param version of this software, such as {@code 0.1.0}
   */
  Introduction(Config config, List<String> mediaTypes, String vapidKey, String version) {
    this.config = config;
    this.configuration = Configuration.of(config, mediaTypes, vapidKey);
    this.version = version;
    this.rules = RuleView.of(config.instance().rules());
  }

  String version() {
    return version;
  }

  Config.Instance settings() {
    return config.instance();
  }

  boolean open() {
    return config.registrations().mode() != Mode.CLOSED;
  }

  private boolean approval() {
    return config.registrations().mode() == Mode.APPROVAL;
  }

  private String thumbnail() {
    URI configured = config.instance().thumbnail();
    return configured == null
        ? config.publicUrl() + "/assets/headers/original/missing.png"
        : configured.toString();
  }

  List<RuleView> rules() {
    return rules;
  }

  /**
   * @param contact whom people may write to; null for nobody
   */
  InstanceView view(Statistics.Figures figures, @Nullable AccountView contact) {
    Config.Instance about = config.instance();
    return new InstanceView(
        config.publicUrl().getAuthority(),
        about.title(),
        SPOKEN.formatted(version),
        /* sourceUrl= */ config.publicUrl() + "/",
        about.description(),
        new InstanceView.Usage(new InstanceView.Users(figures.activeMonth())),
        new InstanceView.Thumbnail(
            thumbnail(), about.title(), /* blurhash= */ null, Map.of("@1x", thumbnail())),
        /* icon= */ List.of(),
        about.languages(),
        configuration,
        new InstanceView.Registrations(open(), approval(), approval(), null, null, null),
        API_VERSIONS,
        new InstanceView.Contact(about.contactEmail(), contact),
        rules);
  }

  /** As {@link #view}, in the older form. */
  V1InstanceView first(Statistics.Figures figures, @Nullable AccountView contact) {
    Config.Instance about = config.instance();
    return new V1InstanceView(
        config.publicUrl().getAuthority(),
        about.title(),
        about.description(),
        about.description(),
        about.contactEmail(),
        SPOKEN.formatted(version),
        new V1InstanceView.Urls(configuration.urls().streaming()),
        new V1InstanceView.Stats(figures.users(), figures.posts(), 0),
        thumbnail(),
        about.languages(),
        open(),
        approval(),
        /* invitesEnabled= */ false,
        configuration,
        contact,
        rules);
  }
}
