package org.flashcrowd.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Every window of programs that were measured in turn. */
public final class Measured {
  private final Map<String, List<Sample>> windows = new LinkedHashMap<>();

  Measured(Collection<String> programs) {
    programs.forEach(program -> windows.put(program, new ArrayList<>()));
  }

  void add(String program, Sample sample) {
    Objects.requireNonNull(windows.get(program), program).add(sample);
  }

  /** The median of each program, in the order in which they were named; to be added to. */
  public Map<String, Sample> medians() {
    Map<String, Sample> medians = new LinkedHashMap<>();
    windows.forEach((name, samples) -> medians.put(name, Sample.median(samples)));
    return medians;
  }

  /** What one program came to as a part of another, by one column. */
  public Share share(String program, String of, ToDoubleFunction<Sample> column) {
    List<Sample> above = Objects.requireNonNull(windows.get(program), program);
    List<Sample> below = Objects.requireNonNull(windows.get(of), of);
    return Share.of(
        IntStream.range(0, above.size())
            .mapToDouble(
                round ->
                    column.applyAsDouble(above.get(round)) / column.applyAsDouble(below.get(round)))
            .toArray());
  }

  /** The same by units a second. */
  public Share share(String program, String of) {
    return share(program, of, Sample::perSecond);
  }
}
