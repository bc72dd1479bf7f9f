package org.flashcrowd.instance;

import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * The server in the older form that many apps still read: <a
 * href="https://docs.joinmastodon.org/entities/V1_Instance/">V1::Instance</a>.
 *
 * @param uri the host alone, in spite of its name
 */
record V1InstanceView(
    String uri,
    String title,
    String shortDescription,
    String description,
    String email,
    String version,
    Urls urls,
    Stats stats,
    String thumbnail,
    List<String> languages,
    boolean registrations,
    boolean approvalRequired,
    boolean invitesEnabled,
    Configuration configuration,
    @Nullable AccountView contactAccount,
    List<RuleView> rules) {

  record Urls(String streamingApi) {}

  record Stats(long userCount, long statusCount, long domainCount) {}
}
