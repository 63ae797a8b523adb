package dev.clipcoder.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What examples add: for every number of shots and every draw so many pictures of each class are learned from, and the
 * others are judged.
 *
 * @param notes what to know about the data, one sentence each
 */
public record FewShotReport(int draws, int seed, List<Shots> shots, List<String> notes) {

  /**
   * A number of examples per class.
   *
   * @param shots examples per class
   * @param support examples of a draw
   * @param test pictures of a draw that are judged
   * @param methods {@code clip} and {@code coder}, which learn nothing, on the same pictures; then the few-shot methods
   */
  public record Shots(int shots, int support, int test, List<MethodRow> methods) {}

  /**
   * One method.
   *
   * @param figures null where the method could not run
   * @param chosen how often each method was chosen, by {@code auto}; how often the method was fitted, otherwise
   * @param fixed in how many draws no example could be held out, so that hyper-parameters were fixed, not chosen
   * @param firstDraw the method against {@code clip} on the pictures that the first draw judges, by McNemar's test; null
   *     for {@code clip} itself, and where there are no figures. Only of one draw, because all draws are of the same pictures
   * @param cannotRun why there are no figures, one sentence; null where there are
   */
  public record MethodRow(
      String method,
      @Nullable Figures figures,
      Map<String, Integer> chosen,
      int fixed,
      @Nullable Comparison firstDraw,
      @Nullable String cannotRun) {}

  /**
   * How a method does over the draws.
   *
   * @param accuracy top-1, in [0, 1]
   * @param gain accuracy less that of {@code clip} on the same pictures of the same draw
   * @param drawsBelowClip in how many draws the accuracy is below that of {@code clip}
   * @param logLoss the mean of −ln(probability of the true class)
   */
  public record Figures(Spread accuracy, Spread gain, int drawsBelowClip, Spread logLoss) {}
}
