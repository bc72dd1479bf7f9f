package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.auth.MemberList;
import org.flashcrowd.db.Page;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code account}: the members, whoever may sign up by themselves. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = ExportCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Create accounts, list them, let them in, reset passwords.")
final class AccountCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "account needs a command");
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Create an account.")
  int create(
      @Parameters(paramLabel = "NAME", description = "Its name, without @.") String name,
      @Option(names = "--email", required = true, description = "Its e-mail address.") String email,
      @Mixin PasswordOption password,
      @Option(
              names = "--role",
              defaultValue = "user",
              description = "user, moderator or admin; user where left out.")
          Account.Role role)
      throws Exception {
    String secret = password.value(System.in);
    Account account =
        Members.work(
            requireNonNull(root), auth -> auth.signUps().create(name, email, secret, role));
    out().println("Created @" + name + ", id " + account.id());
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List accounts, the newest first: id, name, e-mail, role, state, last seen.")
  int list(@Mixin PageOption page) throws Exception {
    Page wanted = page.page();
    List<MemberList.Entry> members =
        OpenDatabase.with(
            requireNonNull(root).quietConfig(),
            (vertx, database) -> new MemberList(database).list(wanted));
    for (MemberList.Entry member : members) {
      String email = member.email();
      out()
          .printf(
              Locale.ROOT,
              "%-20d @%-30s %-32s %-9s %-9s %s%n",
              member.id(),
              member.username(),
              email == null ? "-" : email,
              member.role(),
              member.suspended() ? "suspended" : member.approved() ? "active" : "waiting",
              member.lastSeenAt().truncatedTo(ChronoUnit.SECONDS));
    }
    page.announceNext(out(), members, MemberList.Entry::id);
    return 0;
  }

  @Command(
      name = "reset-password",
      mixinStandardHelpOptions = true,
      description = "Set a password; ends every session and token of the account.")
  int resetPassword(
      @Parameters(paramLabel = "NAME", description = "Whose, without @.") String name,
      @Mixin PasswordOption password)
      throws Exception {
    String secret = password.value(System.in);
    Members.work(requireNonNull(root), auth -> auth.passwords().reset(name, secret).map(name));
    out().println("The password of @" + name + " is changed.");
    return 0;
  }

  @Command(
      name = "role",
      mixinStandardHelpOptions = true,
      description = "Make somebody a moderator or an administrator, or neither.")
  int role(
      @Parameters(paramLabel = "NAME", description = "Who, without @.") String name,
      @Parameters(paramLabel = "ROLE", description = "user, moderator or admin.") Account.Role role)
      throws Exception {
    Members.work(requireNonNull(root), auth -> auth.roles().give(name, role).map(name));
    out().println("@" + name + " is " + role.wire() + ".");
    return 0;
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Let somebody in who awaits approval.")
  int approve(@Parameters(paramLabel = "NAME", description = "Who, without @.") String name)
      throws Exception {
    Members.work(requireNonNull(root), auth -> auth.signUps().approve(name).map(name));
    out().println("@" + name + " may sign in.");
    return 0;
  }

  @Command(
      name = "confirm",
      mixinStandardHelpOptions = true,
      description = "Take somebody's e-mail address for confirmed.")
  int confirm(@Parameters(paramLabel = "NAME", description = "Whose, without @.") String name)
      throws Exception {
    Members.work(requireNonNull(root), auth -> auth.signUps().confirm(name).map(name));
    out().println("The e-mail address of @" + name + " is confirmed.");
    return 0;
  }

  RootCommand root() {
    return requireNonNull(root);
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }
}
