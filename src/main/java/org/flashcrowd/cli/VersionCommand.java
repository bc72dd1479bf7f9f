package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: what runs here. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Show the version.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private @Nullable CommandSpec spec;

  /** Flashcrowd's version, as the jar's manifest says it; a build in progress has none. */
  public static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Flashcrowd " + version() + " (Java " + Runtime.version().toString() + ")"
    };
  }

  @Override
  public Integer call() {
    requireNonNull(spec).commandLine().getOut().println(getVersion()[0]);
    return 0;
  }
}
