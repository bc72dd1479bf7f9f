package org.flashcrowd.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.run.Sample;

/**
 * What came of one target.
 *
 * @param rows the programs that were measured, the server's first, each with its medians
 * @param notes what one must know to read the figures
 */
public record Result(
    String id, String work, Map<String, Sample> rows, List<Check> checks, List<String> notes) {
  /**
   * The same with a demand more for each program that failed at more than one unit of a hundred:
   * its figures then say how fast it refuses.
   *
   * @param seconds that were measured of each
   */
  public Result withRefusals(double seconds) {
    List<Check> all = new ArrayList<>(checks);
    rows.forEach(
        (name, sample) -> {
          double share = sample.failed() / (sample.failed() + sample.perSecond() * seconds + 1);
          if (share > 0.01) {
            all.add(Check.atMost("% refused or failed, " + name, 1, share * 100));
          }
        });
    return new Result(id, work, rows, all, notes);
  }

  /** Whether every demand that can be judged here is met; false where none can be. */
  public boolean met() {
    return judged() && checks.stream().filter(Check::here).allMatch(Check::met);
  }

  public boolean judged() {
    return checks.stream().anyMatch(Check::here);
  }

  public JsonObject json() {
    JsonObject programs = new JsonObject();
    rows.forEach((name, sample) -> programs.put(name, sample.json()));
    JsonArray demands = new JsonArray();
    for (Check check : checks) {
      demands.add(
          new JsonObject()
              .put("what", check.what())
              .put("measured", check.measured())
              .put("least", check.least())
              .put("most", check.most())
              .put("limit", check.limit())
              .put("atMost", check.atMost())
              .put("judged", check.here())
              .put("met", check.met()));
    }
    return new JsonObject()
        .put("target", id)
        .put("work", work)
        .put("programs", programs)
        .put("checks", demands)
        .put("notes", new JsonArray(notes));
  }

  /** What {@link #json} wrote. */
  public static Result of(JsonObject json) {
    Map<String, Sample> programs = new LinkedHashMap<>();
    json.getJsonObject("programs")
        .forEach(entry -> programs.put(entry.getKey(), Sample.of((JsonObject) entry.getValue())));
    List<Check> checks =
        json.getJsonArray("checks").stream()
            .map(JsonObject.class::cast)
            .map(
                check ->
                    new Check(
                        check.getString("what"),
                        check.getDouble("measured"),
                        check.getDouble("least", check.getDouble("measured")),
                        check.getDouble("most", check.getDouble("measured")),
                        check.getDouble("limit"),
                        check.getBoolean("atMost"),
                        check.getBoolean("judged")))
            .toList();
    List<String> notes = json.getJsonArray("notes").stream().map(String::valueOf).toList();
    return new Result(json.getString("target"), json.getString("work"), programs, checks, notes);
  }
}
