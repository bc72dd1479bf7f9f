package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.config.AddressRange;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.moderation.Member.State;
import org.flashcrowd.moderation.MemberQueries.Lead;
import org.jspecify.annotations.Nullable;

/** Reads accounts as moderators see them. */
final class MemberRepository {
  /** Ids of a page, newest first. */
  Future<List<Long>> find(Sql sql, Page page, MemberFilter filter) {
    AddressRange range = filter.address();
    List<String> roles = filter.roles();
    return java.util.Objects.requireNonNull(MemberQueries.FIND.get(lead(filter)))
        .list(
            sql,
            page,
            row -> row.getLong("id"),
            filter.username(),
            filter.displayName(),
            filter.email(),
            range == null ? null : first(range),
            range == null ? null : last(range),
            roles == null ? null : roles.toArray(String[]::new),
            filter.states().toArray(String[]::new));
  }

  static Lead lead(MemberFilter filter) {
    if (filter.email() != null) {
      return Lead.EMAIL;
    }
    if (filter.address() != null) {
      return Lead.ADDRESS;
    }
    if (filter.username() != null) {
      return Lead.USERNAME;
    }
    if (filter.displayName() != null) {
      return Lead.DISPLAY_NAME;
    }
    for (Lead lead : Lead.values()) {
      if (filter.states().contains(lead.name().toLowerCase(Locale.ROOT))) {
        return lead;
      }
    }
    List<String> roles = filter.roles();
    return roles != null && !roles.contains("user") ? Lead.STAFF : Lead.EVERYBODY;
  }

  private static String first(AddressRange range) {
    return edge(range, 0x00);
  }

  private static String last(AddressRange range) {
    return edge(range, 0xFF);
  }

  /** The range's address with every bit behind its prefix as in {@code fill}. */
  private static String edge(AddressRange range, int fill) {
    byte[] bytes = range.network().getAddress();
    for (int bit = range.prefix(); bit < bytes.length * 8; bit++) {
      int mask = 0x80 >>> (bit % 8);
      bytes[bit / 8] = (byte) ((bytes[bit / 8] & ~mask) | (fill & mask));
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** In no particular order; missing ones are left out. */
  Future<List<Member>> byIds(Sql sql, Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : sql.list(
            MemberQueries.BY_IDS, MemberRepository::member, (Object) ids.toArray(Long[]::new));
  }

  private static Member member(Row row) {
    String email = row.getString("email");
    Member.Login login =
        email == null
            ? null
            : new Member.Login(
                email,
                row.getString("locale"),
                row.getString("reason"),
                row.getBoolean("confirmed"),
                row.getBoolean("approved"));
    return new Member(
        row.getLong("id"),
        row.getString("username"),
        Account.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
        row.getOffsetDateTime("created_at").toInstant(),
        login,
        states(row, login),
        addresses(row.getJsonArray("addresses")));
  }

  private static Set<State> states(Row row, Member.@Nullable Login login) {
    Set<State> states = EnumSet.noneOf(State.class);
    add(states, State.SENSITIZED, row.getOffsetDateTime("sensitized_at") != null);
    add(states, State.DISABLED, row.getOffsetDateTime("disabled_at") != null);
    add(states, State.SILENCED, row.getOffsetDateTime("silenced_at") != null);
    add(states, State.SUSPENDED, row.getOffsetDateTime("suspended_at") != null);
    add(states, State.REMOVED, row.getOffsetDateTime("removed_at") != null);
    add(states, State.PENDING, login != null && !login.approved());
    return states;
  }

  private static void add(Set<State> states, State state, boolean holds) {
    if (holds) {
      states.add(state);
    }
  }

  private static List<Member.UsedAddress> addresses(@Nullable JsonArray stored) {
    return stored == null
        ? List.of()
        : stored.stream()
            .map(JsonObject.class::cast)
            .map(
                one ->
                    new Member.UsedAddress(
                        one.getString("ip"),
                        OffsetDateTime.parse(one.getString("used_at")).toInstant()))
            .toList();
  }
}
