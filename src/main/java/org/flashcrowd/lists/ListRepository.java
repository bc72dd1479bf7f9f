package org.flashcrowd.lists;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The rows of lists and of their members. Each statement asks for the owner, too. */
final class ListRepository {
  /** One of somebody's lists, and how it stands to their home. */
  record Owned(ListView view, boolean hasMembers) {}

  /** A member, and what the members of a list are paged by. */
  record Member(long id, long account) {}

  private static final Query ALL =
      Query.named(
          "lists.all",
          """
          SELECT id, title, replies_policy, exclusive FROM list WHERE account_id = $1 ORDER BY id
          """);
  private static final Query BY_ID =
      Query.named(
          "lists.by-id",
          """
          SELECT id, title, replies_policy, exclusive FROM list WHERE account_id = $1 AND id = $2
          """);
  private static final Query LOCK =
      Query.named(
          "lists.lock",
          """
          SELECT id, title, replies_policy, exclusive,
                 EXISTS (SELECT FROM list_member m WHERE m.list_id = list.id) AS has_members
            FROM list WHERE account_id = $1 AND id = $2 FOR NO KEY UPDATE
          """);
  // Two new lists of one account wait for each other, so that they are counted together.
  private static final Query LOCK_OWNER =
      Query.named("lists.lock-owner", "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE");
  private static final Query INSERT =
      Query.named(
          "lists.insert",
          """
          INSERT INTO list (id, account_id, title, replies_policy, exclusive)
          SELECT $1, $2, $3, coalesce($4, 'list'), coalesce($5, false)
           WHERE (SELECT count(*) FROM list WHERE account_id = $2) < $6
          RETURNING id, title, replies_policy, exclusive
          """);
  private static final Query UPDATE =
      Query.named(
          "lists.update",
          """
          UPDATE list
             SET title = coalesce($3, title), replies_policy = coalesce($4, replies_policy),
                 exclusive = coalesce($5, exclusive)
           WHERE account_id = $1 AND id = $2
          RETURNING id, title, replies_policy, exclusive
          """);
  private static final Query DELETE =
      Query.named("lists.delete", "DELETE FROM list WHERE account_id = $1 AND id = $2");
  static final PagedQuery MEMBERS =
      PagedQuery.named(
          "lists.members",
          """
          SELECT m.id, m.target_id
            FROM list_member m JOIN account a ON a.id = m.target_id AND a.suspended_at IS NULL
           WHERE m.list_id = $4 AND m.id < $1 AND m.id > $2
           ORDER BY m.id :direction LIMIT $3
          """);
  private static final Query SIZE =
      Query.named("lists.size", "SELECT count(*) AS size FROM list_member WHERE list_id = $1");
  private static final Query ADD =
      Query.named(
          "lists.add",
          """
          INSERT INTO list_member (list_id, account_id, target_id, id)
          SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[])
          """);
  private static final Query REMOVE =
      Query.named(
          "lists.remove", "DELETE FROM list_member WHERE list_id = $1 AND target_id = ANY ($2)");
  static final Query CONTAINING =
      Query.named(
          "lists.containing",
          """
          SELECT l.id, l.title, l.replies_policy, l.exclusive
            FROM list_member m JOIN list l ON l.id = m.list_id
           WHERE m.account_id = $1 AND m.target_id = $2
           ORDER BY l.id
          """);

  private final Ids ids;

  ListRepository(Ids ids) {
    this.ids = ids;
  }

  Future<List<ListView>> all(Sql sql, long owner) {
    return sql.list(ALL, ListRepository::view, owner);
  }

  Future<Optional<ListView>> byId(Sql sql, long owner, long id) {
    return sql.first(BY_ID, ListRepository::view, owner, id);
  }

  /** Nobody else changes the list or its members before the transaction ends. */
  Future<Optional<Owned>> lock(Sql tx, long owner, long id) {
    return tx.first(LOCK, row -> new Owned(view(row), row.getBoolean("has_members")), owner, id);
  }

  /** Empty when the owner has {@code most} lists already. */
  Future<Optional<ListView>> insert(Sql tx, long owner, ListForm form, int most) {
    return tx.run(LOCK_OWNER, owner)
        .compose(
            locked ->
                tx.first(
                    INSERT,
                    ListRepository::view,
                    ids.next(),
                    owner,
                    form.title(),
                    form.policyWire(),
                    form.exclusive(),
                    (long) most));
  }

  Future<ListView> update(Sql tx, long owner, long id, ListForm form) {
    return tx.first(
            UPDATE,
            ListRepository::view,
            owner,
            id,
            form.title(),
            form.policyWire(),
            form.exclusive())
        .map(Optional::orElseThrow);
  }

  Future<Integer> delete(Sql tx, long owner, long id) {
    return tx.update(DELETE, owner, id);
  }

  Future<List<Member>> members(Sql sql, long list, Page page) {
    return MEMBERS.list(
        sql, page, row -> new Member(row.getLong("id"), row.getLong("target_id")), list);
  }

  Future<Long> size(Sql tx, long list) {
    return tx.first(SIZE, row -> row.getLong("size"), list).map(Optional::orElseThrow);
  }

  /** Fails with a violated key where one stands there already, or is not followed. */
  Future<Integer> add(Sql tx, long list, long owner, List<Long> members) {
    List<Long> fresh = new ArrayList<>(members.size());
    members.forEach(member -> fresh.add(ids.next()));
    return tx.update(ADD, list, owner, members.toArray(Long[]::new), fresh.toArray(Long[]::new));
  }

  Future<Integer> remove(Sql tx, long list, List<Long> members) {
    return tx.update(REMOVE, list, members.toArray(Long[]::new));
  }

  Future<List<ListView>> containing(Sql sql, long owner, long account) {
    return sql.list(CONTAINING, ListRepository::view, owner, account);
  }

  private static ListView view(Row row) {
    return new ListView(
        Long.toString(row.getLong("id")),
        row.getString("title"),
        row.getString("replies_policy"),
        row.getBoolean("exclusive"));
  }
}
