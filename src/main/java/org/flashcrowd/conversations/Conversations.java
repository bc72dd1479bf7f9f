package org.flashcrowd.conversations;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;

/** Lists somebody's conversations, and what they do with them. */
public final class Conversations {
  /**
   * A page.
   *
   * @param cursors the last post of each that it spans, newest first; its links follow from these
   */
  record ConversationPage(List<Long> cursors, List<ConversationView> views) {}

  private final Database database;
  private final ConversationRepository repository;
  private final Accounts accounts;
  private final Statuses statuses;

  Conversations(
      Database database, ConversationRepository repository, Accounts accounts, Statuses statuses) {
    this.database = database;
    this.repository = repository;
    this.accounts = accounts;
    this.statuses = statuses;
  }

  Future<ConversationPage> page(long account, Page page) {
    return repository
        .page(database.primary(), account, page)
        .compose(
            found ->
                show(account, found)
                    .map(
                        views ->
                            new ConversationPage(
                                found.stream().map(Conversation::lastStatus).toList(), views)));
  }

  /** One of an account's, as they see it now; empty where there is none. */
  public Future<Optional<ConversationView>> find(long account, long id) {
    return repository
        .one(database.primary(), account, id)
        .compose(found -> show(account, found.stream().toList()))
        .map(views -> views.stream().findFirst());
  }

  /** One whose last post cannot be seen is left out. */
  private Future<List<ConversationView>> show(long account, List<Conversation> found) {
    Set<Long> people = new LinkedHashSet<>();
    found.forEach(one -> people.addAll(shown(one)));
    Future<Map<Long, AccountView>> participants = accounts.views(people);
    Future<List<StatusView>> last =
        statuses.views(account, found.stream().map(Conversation::lastStatus).toList());
    return Future.all(participants, last)
        .map(
            loaded -> {
              Map<String, StatusView> posts = new HashMap<>();
              last.result().forEach(post -> posts.put(post.id(), post));
              List<ConversationView> views = new ArrayList<>();
              for (Conversation one : found) {
                StatusView post = posts.get(Long.toString(one.lastStatus()));
                if (post != null) {
                  views.add(view(one, participants.result(), post));
                }
              }
              return views;
            });
  }

  private static List<Long> shown(Conversation one) {
    return one.participants().isEmpty() ? List.of(one.account()) : one.participants();
  }

  private static ConversationView view(
      Conversation one, Map<Long, AccountView> people, StatusView last) {
    return new ConversationView(
        Long.toString(one.id()),
        one.unread(),
        shown(one).stream().map(people::get).filter(Objects::nonNull).toList(),
        last);
  }

  /** Fails with 404 where there is none. */
  Future<ConversationView> read(long account, long id) {
    return repository
        .read(database.primary(), account, id)
        .compose(done -> find(account, id))
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /** Fails with 404 where there is none. The next post brings it back. */
  Future<Void> remove(long account, long id) {
    return repository
        .remove(database.primary(), account, id)
        .compose(
            gone -> gone == 0 ? Future.failedFuture(Failure.notFound()) : Future.succeededFuture());
  }
}
