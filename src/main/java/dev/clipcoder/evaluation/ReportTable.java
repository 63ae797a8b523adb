package dev.clipcoder.evaluation;

import dev.clipcoder.evaluation.MethodReport.Confusion;
import dev.clipcoder.evaluation.MethodReport.PerClass;
import dev.clipcoder.evaluation.Recommendation.GapFit;
import dev.clipcoder.evaluation.Recommendation.ThresholdFit;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** A report for people: the JSON form has everything, this the most telling part of it. */
final class ReportTable {

  private static final int MOST_LISTED = 10;

  private final EvaluationReport report;
  private final Formatter text = new Formatter(Locale.ROOT);

  private ReportTable(EvaluationReport report) {
    this.report = report;
  }

  static String of(EvaluationReport report) {
    ReportTable table = new ReportTable(report);
    table.head();
    table.methods();
    table.perClass();
    table.confusions();
    table.recommended();
    table.fewShot();
    return table.text.toString().replaceAll(" +\n", "\n");
  }

  private void head() {
    EvaluationReport.LabelSet set = report.labelSet();
    EvaluationReport.Pictures pictures = report.pictures();
    text.format(
        "Model:     %s, fingerprint %.12s, logit scale %.4g\n",
        report.model().id(), report.model().fingerprint(), report.model().logitScale());
    text.format(
        "Label set: %s: %d classes, %d texts, %d one-to-one pairs\n",
        set.file(), set.classes(), set.texts(), set.pairs());
    if (set.truncated() > 0) {
      text.format(
          "           %d texts are longer than the model's context and were cut\n",
          set.truncated());
    }
    text.format(
        "Pictures:  %d of %d labels in %s\n",
        pictures.evaluated(), pictures.labels(), pictures.folder());
    if (!pictures.unknownFolders().isEmpty()) {
      text.format(
          "           %d folders are named for no class and were left out\n",
          pictures.unknownFolders().size());
    }
    leftOut("Unreadable", pictures.unreadable());
    leftOut("Left out", pictures.leftOut());
  }

  private void leftOut(String title, List<LeftOut> items) {
    if (!items.isEmpty()) {
      text.format("%s:\n", title);
      items.stream()
          .limit(MOST_LISTED)
          .forEach(i -> text.format("  %s: %s\n", i.path(), i.reason()));
      more(items.size());
    }
  }

  private void more(int items) {
    if (items > MOST_LISTED) {
      text.format("  and %d more\n", items - MOST_LISTED);
    }
  }

  private void methods() {
    text.format("\n");
    text.format(
        "%-14s%-34s%-34s%-8s%s\n", "Method", "Top-1 (95 %)", "Top-5 (95 %)", "ECE", "Log-loss");
    for (MethodReport method : report.methods()) {
      text.format(
          "%-14s%-34s%-34s%-8.3f%.3f\n",
          method.method(),
          share(method.top1()),
          share(method.top5()),
          method.calibration().expectedError(),
          method.calibration().logLoss());
      if (method.background() != null) {
        text.format("%-14sbackground wins its pictures: %s\n", "", share(method.background()));
      }
    }
    text.format("\n");
    for (Comparison comparison : report.comparisons()) {
      text.format(
          "%s against %s: only the first right %d times, only the second %d times; McNemar p = %.3g\n",
          comparison.first(),
          comparison.second(),
          comparison.onlyFirstRight(),
          comparison.onlySecondRight(),
          comparison.p());
    }
  }

  private static String share(Proportion share) {
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f), %d/%d",
        100 * share.value(),
        100 * share.lower(),
        100 * share.upper(),
        share.count(),
        share.of());
  }

  private void perClass() {
    text.format("\n");
    StringBuilder header = new StringBuilder("%-24s%-10s".formatted("Label", "Pictures"));
    report.methods().forEach(method -> header.append("%-14s".formatted(method.method())));
    text.format("%s\n", header);
    List<PerClass> classes = report.methods().getFirst().perClass();
    for (int i = 0; i < classes.size(); i++) {
      int row = i;
      StringBuilder line = new StringBuilder(
          "%-24s%-10d".formatted(classes.get(i).label(), classes.get(i).top1().of()));
      report
          .methods()
          .forEach(method ->
              line.append("%-14d".formatted(method.perClass().get(row).top1().count())));
      text.format("%s\n", line);
    }
  }

  private void confusions() {
    for (MethodReport method : report.methods()) {
      List<Confusion> confusions = method.confusions();
      text.format("\n");
      text.format("Confusions of %s:%s\n", method.method(), confusions.isEmpty() ? " none" : "");
      confusions.stream()
          .limit(MOST_LISTED)
          .forEach(
              c -> text.format("  %s taken for %s: %d\n", c.label(), c.answered(), c.pictures()));
      more(confusions.size());
    }
  }

  private void fewShot() {
    FewShotReport fewShot = report.fewShot();
    if (fewShot != null) {
      text.format("\n%s", FewShotTable.of(fewShot));
    }
  }

  private void recommended() {
    Recommendation recommended = report.recommended();
    text.format("\n");
    text.format("Recommended (a JSON merge patch for PATCH /label-sets/{id}):\n");
    text.format("%s\n", JsonMapper.shared().writeValueAsString(recommended.patch()));
    recommended.notes().forEach(note -> text.format("  %s\n", note));
    GapFit gap = recommended.gap();
    if (gap != null) {
      text.format("  rerank.gap %s: top-1 %s\n", gap.value(), share(gap.fitted()));
      text.format("    held out: %s\n", share(gap.heldOut()));
    }
    ThresholdFit threshold = recommended.threshold();
    if (threshold != null) {
      text.format(
          "  decision.threshold %s: accepts %s, of these right %s\n",
          threshold.value(), share(threshold.accepted()), share(threshold.right()));
      text.format(
          "    held out: accepts %s, of these right %s\n",
          share(threshold.heldOutAccepted()),
          threshold.heldOutRight() == null ? "none" : share(threshold.heldOutRight()));
    }
  }
}
