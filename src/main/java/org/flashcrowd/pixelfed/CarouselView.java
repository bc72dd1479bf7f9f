package org.flashcrowd.pixelfed;

import java.util.List;
import org.flashcrowd.accounts.AccountView;

/**
 * The stories of those whom somebody follows; there are no stories here.
 *
 * @param self the viewer's own
 */
record CarouselView(Stories self, List<Object> nodes) {
  /** Somebody's stories. */
  record Stories(User user, List<Object> nodes) {}

  record User(String id, String username, String avatar, boolean local, boolean isAuthor) {}

  static CarouselView without(AccountView viewer) {
    User user =
        new User(
            viewer.id(), viewer.acct(), viewer.avatar(), /* local= */ true, /* isAuthor= */ true);
    return new CarouselView(new Stories(user, List.of()), List.of());
  }
}
