package org.flashcrowd.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * A chart as SVG: bars for what is done in a second, and below them, on their own scale, bars for
 * what one unit of it costs.
 */
public final class Chart {
  /**
   * One place on the axis.
   *
   * @param cost microseconds of CPU a unit
   */
  public record Bar(String label, double perSecond, double cost) {}

  private static final int WIDTH = 640;
  private static final int PANEL = 150;
  private static final int LEFT = 20;
  private static final int TOP = 50;

  private Chart() {}

  public static String svg(String title, String unit, List<Bar> bars) {
    StringBuilder svg = new StringBuilder();
    int height = TOP + 2 * (PANEL + 60);
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="28" font-size="17" font-weight="bold">%s</text>
        """
            .formatted(WIDTH, height, title, LEFT, title));
    panel(
        svg, TOP, unit + " a second", "#1f77b4", bars, bars.stream().map(Bar::perSecond).toList());
    panel(
        svg,
        TOP + PANEL + 60,
        "µs of CPU each, the server's and PostgreSQL's",
        "#d95f02",
        bars,
        bars.stream().map(Bar::cost).toList());
    return svg.append("</svg>\n").toString();
  }

  private static void panel(
      StringBuilder svg,
      int top,
      String caption,
      String colour,
      List<Bar> bars,
      List<Double> values) {
    double most = Math.max(1e-9, values.stream().mapToDouble(Double::doubleValue).max().orElse(1));
    double step = (WIDTH - 2.0 * LEFT) / bars.size();
    svg.append(
        "<text x=\"%d\" y=\"%d\" fill=\"#444444\">%s</text>\n".formatted(LEFT, top, caption));
    for (int i = 0; i < bars.size(); i++) {
      double tall = values.get(i) / most * (PANEL - 40);
      double x = LEFT + i * step + step * 0.2;
      double y = top + PANEL - tall;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
              x,
              y,
              step * 0.6,
              tall,
              colour));
      text(svg, x + step * 0.3, y - 5, Check.digits(values.get(i)));
      text(svg, x + step * 0.3, top + PANEL + 18, bars.get(i).label());
    }
  }

  private static void text(StringBuilder svg, double x, double y, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n",
            x,
            y,
            words));
  }
}
