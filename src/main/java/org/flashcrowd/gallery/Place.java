package org.flashcrowd.gallery;

import org.flashcrowd.config.Config;

/**
 * The server, as pages speak of it.
 *
 * @param host what one types into an app to connect it
 * @param url its address without a slash at the end
 * @param mayJoin whether people may sign up by themselves
 */
public record Place(
    String title, String description, String host, String url, String contact, boolean mayJoin) {
  static Place of(Config config) {
    return new Place(
        config.instance().title(),
        config.instance().description(),
        config.publicUrl().getAuthority(),
        config.publicUrl().toString(),
        config.instance().contactEmail(),
        config.registrations().mode() != Config.Registrations.Mode.CLOSED);
  }

  /**
   * A URL as a path where it is ours, so that a page works under whatever name it was opened; its
   * Content-Security-Policy allows pictures from that name alone.
   */
  String local(String absolute) {
    return absolute.startsWith(url + "/") ? absolute.substring(url.length()) : absolute;
  }
}
