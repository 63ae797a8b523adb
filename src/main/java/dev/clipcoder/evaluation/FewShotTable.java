package dev.clipcoder.evaluation;

import dev.clipcoder.evaluation.FewShotReport.Figures;
import dev.clipcoder.evaluation.FewShotReport.MethodRow;
import dev.clipcoder.evaluation.FewShotReport.Shots;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What examples add, for people. */
final class FewShotTable {

  private static final String COLUMNS = "%-6s%-20s%-25s%-9s%-25s%-12s%-10s%s\n";

  private final Formatter text = new Formatter(Locale.ROOT);
  private final FewShotReport report;

  private FewShotTable(FewShotReport report) {
    this.report = report;
  }

  static String of(FewShotReport report) {
    FewShotTable table = new FewShotTable(report);
    table.text.format(
        "Few-shot: means over %d draws, seed %d, with the 95 %% t-interval of the mean; the draws are of the same pictures\n",
        report.draws(), report.seed());
    report.notes().forEach(note -> table.text.format("  %s\n", note));
    table.text.format(
        COLUMNS,
        "Shots",
        "Method",
        "Top-1",
        "Worst",
        "Gain on clip, points",
        "Below clip",
        "Log-loss",
        "Chosen");
    report.shots().forEach(table::shots);
    return table.text.toString();
  }

  private void shots(Shots shots) {
    text.format(
        "%d of each class, %d in all, learned from; %d judged\n",
        shots.shots(), shots.support(), shots.test());
    for (MethodRow row : shots.methods()) {
      boolean learns = !row.chosen().isEmpty() || row.cannotRun() != null;
      row(learns ? shots.shots() : 0, row);
    }
  }

  private void row(int shots, MethodRow row) {
    Figures figures = row.figures();
    if (figures == null) {
      text.format("%-6d%-20scannot run: %s\n", shots, row.method(), row.cannotRun());
      return;
    }
    boolean clip = row.method().equals(SetScoring.CLIP);
    text.format(
        COLUMNS,
        shots,
        row.method(),
        percent(figures.accuracy()),
        String.format(Locale.ROOT, "%.1f %%", 100 * figures.accuracy().lowest()),
        clip ? "" : points(figures.gain()),
        clip ? "" : figures.drawsBelowClip() + "/" + report.draws(),
        String.format(Locale.ROOT, "%.3f", figures.logLoss().mean()),
        chosen(row));
  }

  private static String percent(Spread share) {
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f)",
        100 * share.mean(),
        100 * share.lower(),
        100 * share.upper());
  }

  private static String points(Spread gain) {
    return String.format(
        Locale.ROOT,
        "%+.1f (%+.1f to %+.1f)",
        100 * gain.mean(),
        100 * gain.lower(),
        100 * gain.upper());
  }

  /** What {@code auto} chose; and where nothing could be chosen. */
  private String chosen(MethodRow row) {
    if (row.fixed() == report.draws()) {
      return row.chosen().containsKey(row.method())
          ? "fixed"
          : "fixed: " + String.join(", ", row.chosen().keySet());
    }
    return row.chosen().containsKey(row.method())
        ? ""
        : row.chosen().entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(entry -> "%s %d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
