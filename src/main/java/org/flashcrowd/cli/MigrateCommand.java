package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.EmbeddedServices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate}: brings the database to this version's schema. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Bring the database to this version's schema.",
      "serve does so too; run it by itself before a rolling deployment."
    })
final class MigrateCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try (EmbeddedServices services = EmbeddedServices.join(requireNonNull(root).quietConfig())) {
      int applied = Migrations.run(services.databaseUri());
      requireNonNull(spec)
          .commandLine()
          .getOut()
          .println(applied == 0 ? "The schema is up to date." : "Migrations applied: " + applied);
    }
    return 0;
  }
}
