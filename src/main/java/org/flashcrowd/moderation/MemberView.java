package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.accounts.AccountRole;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.moderation.Member.State;
import org.jspecify.annotations.Nullable;

/**
 * An account as moderators see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Admin_Account/">Admin::Account</a>.
 *
 * @param domain null, since everybody is local
 * @param ip where they last signed in from
 * @param inviteRequest why they want to join
 */
record MemberView(
    String id,
    String username,
    @Nullable String domain,
    Instant createdAt,
    @Nullable String email,
    @Nullable String ip,
    List<Member.UsedAddress> ips,
    @Nullable String locale,
    @Nullable String inviteRequest,
    AccountRole role,
    boolean confirmed,
    boolean approved,
    boolean disabled,
    boolean sensitized,
    boolean silenced,
    boolean suspended,
    AccountView account) {

  static MemberView of(Member member, AccountView account) {
    Member.Login login = member.login();
    return new MemberView(
        Long.toString(member.id()),
        member.username(),
        /* domain= */ null,
        member.createdAt(),
        login == null ? null : login.email(),
        member.addresses().isEmpty() ? null : member.addresses().getFirst().ip(),
        member.addresses(),
        login == null ? null : login.locale(),
        login == null ? null : login.reason(),
        AccountRole.of(member.role()),
        login == null || login.confirmed(),
        login == null || login.approved(),
        member.is(State.DISABLED),
        member.is(State.SENSITIZED),
        member.is(State.SILENCED),
        member.is(State.SUSPENDED),
        account);
  }

  @Override
  public String toString() {
    return "MemberView[" + username + "]";
  }
}
