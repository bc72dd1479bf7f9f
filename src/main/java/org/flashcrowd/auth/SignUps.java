package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Registrations.Mode;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.jspecify.annotations.Nullable;

/** Lets people join. */
public final class SignUps {
  private final Database database;
  private final Accounts accounts;
  private final PasswordHasher hasher;
  private final AuditLog audit;
  private final Jobs jobs;
  private final Letters letters;
  private final Config.Registrations rules;

  SignUps(
      Database database,
      Accounts accounts,
      PasswordHasher hasher,
      AuditLog audit,
      Jobs jobs,
      Letters letters,
      Config.Registrations rules) {
    this.database = database;
    this.accounts = accounts;
    this.hasher = hasher;
    this.audit = audit;
    this.jobs = jobs;
    this.letters = letters;
    this.rules = rules;
  }

  /** What is to happen in the transaction that somebody joins by. */
  @FunctionalInterface
  interface Welcome<T> {
    Future<T> welcome(Sql tx, long account);
  }

  /** Whether somebody must be let in after joining. */
  boolean needsApproval() {
    return rules.mode() == Mode.APPROVAL;
  }

  /** Whether anybody may join without the command line. */
  boolean open() {
    return rules.mode() != Mode.CLOSED;
  }

  /**
   * Adds somebody who signs up by themselves.
   *
   * @param address where they call from
   * @param application what they join through; null for a page of ours
   * @return fails with 422 and every problem there is, also when nobody may join
   */
  <T> Future<T> join(
      NewMember member, String address, @Nullable Long application, Welcome<T> welcome) {
    if (!open()) {
      return Future.failedFuture(
          Failure.unprocessable("New accounts are not being accepted here right now"));
    }
    NewAccount account = NewAccount.of(member.username());
    CredentialRepository.Entry entry =
        new CredentialRepository.Entry(
            !rules.confirmEmail(), rules.mode() == Mode.OPEN, application);
    return checked(member, member.problems(rules))
        .compose(fine -> hasher.hash(member.password()))
        .compose(hash -> add(new Joining(account, member, hash, entry, address), welcome));
  }

  /**
   * Adds an account from the command line, whoever may join otherwise.
   *
   * @return fails with 422 and every problem there is
   */
  public Future<Account> create(String username, String email, String password, Account.Role role) {
    NewMember member = new NewMember(username, email, password, true, null, null);
    Map<String, List<Failure.Detail>> problems = member.problems(rules);
    List<Failure.Detail> ofName = problems.getOrDefault("username", List.of());
    if (ofName.stream().allMatch(problem -> problem.error().equals("ERR_RESERVED"))) {
      // Names are reserved for those who run the server.
      problems.remove("username");
    }
    NewAccount account = new NewAccount(member.username(), "", role);
    return checked(member, problems)
        .compose(fine -> hasher.hash(password))
        .compose(
            hash ->
                add(
                    new Joining(
                        account,
                        member,
                        hash,
                        new CredentialRepository.Entry(true, true, null),
                        null),
                    (tx, added) -> Future.succeededFuture(added)))
        .compose(accounts::byId)
        .map(Optional::orElseThrow);
  }

  /**
   * Lets somebody in who awaits approval; nothing happens to somebody who is in already.
   *
   * @return fails with 404 when there is no such account
   */
  public Future<Void> approve(String username) {
    return accounts
        .byUsername(username)
        .map(found -> found.map(Account::id).orElseThrow(Failure::notFound))
        .compose(
            account ->
                database.transaction(
                    tx ->
                        CredentialRepository.approve(tx, account)
                            .compose(
                                changed ->
                                    changed == 0
                                        ? Future.succeededFuture()
                                        : approved(tx, account))));
  }

  private Future<Void> approved(Sql tx, long account) {
    return audit
        .record(tx, account, "account.approved", null, new JsonObject())
        .compose(recorded -> letters.approved(tx, account));
  }

  /**
   * Takes somebody's e-mail address for confirmed; nothing happens where it is.
   *
   * @return fails with 404 when there is no such account
   */
  public Future<Void> confirm(String username) {
    return accounts
        .byUsername(username)
        .map(found -> found.map(Account::id).orElseThrow(Failure::notFound))
        .compose(
            account ->
                database.transaction(
                    tx ->
                        CredentialRepository.confirm(tx, account)
                            .compose(
                                changed ->
                                    audit.record(
                                        tx, account, "email.confirmed", null, new JsonObject()))));
  }

  /** Whether a letter must be answered after joining. */
  boolean needsConfirmation() {
    return rules.confirmEmail();
  }

  private Future<?> checked(NewMember member, Map<String, List<Failure.Detail>> problems) {
    if (problems.containsKey("username") || problems.containsKey("email")) {
      return Future.failedFuture(Failure.invalid(problems));
    }
    return CredentialRepository.taken(database.primary(), member.username(), member.email())
        .map(
            taken -> {
              if (taken.username()) {
                NewMember.add(problems, "username", "ERR_TAKEN", "is already taken");
              }
              if (taken.email()) {
                NewMember.add(problems, "email", "ERR_TAKEN", "is already taken");
              }
              if (!problems.isEmpty()) {
                throw Failure.invalid(problems);
              }
              return member;
            });
  }

  private record Joining(
      NewAccount account,
      NewMember member,
      String passwordHash,
      CredentialRepository.Entry entry,
      @Nullable String address) {
    @Override
    public String toString() {
      return member.toString();
    }
  }

  private <T> Future<T> add(Joining joining, Welcome<T> welcome) {
    return database
        .transaction(tx -> add(tx, accounts.nextId(), joining, welcome))
        .recover(
            failure ->
                Future.failedFuture(
                    Violations.unique(failure, "credential_email")
                        ? Failure.invalid("email", "ERR_TAKEN", "is already taken")
                        : failure));
  }

  /** {@code account.created {account}} for whoever wants to know, and a letter where one is due. */
  private Future<Void> told(Sql tx, Joining joining, long account) {
    JsonObject args = new JsonObject().put("account", account);
    return jobs.announce(tx, "account.created", args, account)
        .compose(
            announced ->
                joining.entry().confirmed()
                    ? Future.succeededFuture()
                    : letters.confirmation(tx, account));
  }

  /** No statement needs another's answer: one round trip. */
  private <T> Future<T> add(Sql tx, long id, Joining joining, Welcome<T> welcome) {
    JsonObject details = new JsonObject().put("role", joining.account().role().wire());
    List<Future<?>> all = new ArrayList<>();
    all.add(accounts.create(tx, id, joining.account()));
    all.add(
        CredentialRepository.insert(
            tx, id, joining.member(), joining.passwordHash(), joining.entry()));
    all.add(Addresses.used(tx, id, joining.address()));
    all.add(audit.record(tx, id, "account.created", joining.address(), details));
    all.add(told(tx, joining, id));
    Future<T> welcomed = welcome.welcome(tx, id);
    // The first that fails says why; the others fail for being behind it.
    Future<Void> added = Future.succeededFuture();
    for (Future<?> one : all) {
      added = added.compose(done -> one).mapEmpty();
    }
    return added.compose(done -> welcomed);
  }
}
