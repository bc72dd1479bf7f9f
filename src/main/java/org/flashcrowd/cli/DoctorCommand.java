package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flashcrowd.config.Config;
import org.flashcrowd.dev.EmbeddedServiceFailure;
import org.flashcrowd.dev.EmbeddedServices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code doctor}: looks at everything the server needs and says what to do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Check Java, ports, PostgreSQL, Redis, disk and libvips, and say what to do.",
      "Also beside a running server. Exit code 1 where something keeps it from working."
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<Check> checks = check(requireNonNull(root).quietConfig());
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    for (Check check : checks) {
      out.printf(
          Locale.ROOT,
          "%-7s %-20s %s%n",
          check.state().name().toLowerCase(Locale.ROOT),
          check.subject(),
          check.detail());
      if (!check.advice().isEmpty()) {
        out.printf(Locale.ROOT, "%-28s → %s%n", "", check.advice());
      }
    }
    boolean broken = checks.stream().anyMatch(check -> check.state() == Check.State.BROKEN);
    out.println(broken ? "Something needs your attention." : "Ready to serve.");
    return broken ? 1 : 0;
  }

  private static List<Check> check(Config config) {
    List<Check> checks = new ArrayList<>();
    boolean serving = EmbeddedServices.inUse(config);
    checks.add(MachineChecks.java());
    checks.add(
        MachineChecks.port(
            "HTTP port",
            "FLASHCROWD_HTTP_PORT",
            config.http().host(),
            config.http().port(),
            serving));
    checks.add(
        MachineChecks.port(
            "Management port",
            "FLASHCROWD_MANAGEMENT_PORT",
            config.management().host(),
            config.management().port(),
            serving));
    checks.add(MachineChecks.disk(config));
    checks.addAll(services(config));
    checks.add(MachineChecks.vips(config.media().engine()));
    return checks;
  }

  private static List<Check> services(Config config) {
    try (EmbeddedServices services = EmbeddedServices.join(config)) {
      return List.of(
          ServiceChecks.postgres(config, services), ServiceChecks.redis(config, services));
    } catch (EmbeddedServiceFailure failure) {
      return List.of(ServiceChecks.unavailable(failure));
    }
  }
}
