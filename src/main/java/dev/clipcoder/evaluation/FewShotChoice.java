package dev.clipcoder.evaluation;

import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.Selection;
import dev.clipcoder.coder.fewshot.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A few-shot method as it can be asked for.
 *
 * @param kind null: whatever the examples say is best
 */
record FewShotChoice(@Nullable FewShotKind kind) {

  private static final String AUTO = "auto";

  /** {@code auto}, then every method by name. */
  static List<FewShotChoice> all() {
    List<FewShotChoice> all = new ArrayList<>(List.of(new FewShotChoice(null)));
    Arrays.stream(FewShotKind.values()).map(FewShotChoice::new).forEach(all::add);
    return List.copyOf(all);
  }

  static Optional<FewShotChoice> ofId(String id) {
    return all().stream().filter(choice -> choice.id().equals(id)).findFirst();
  }

  String id() {
    return kind == null ? AUTO : kind.id();
  }

  /**
   * Whether CODER vectors are needed. Those of names alone say what plain CLIP says, so they are made only for who asks
   * for {@code coder-adapter}.
   */
  boolean wantsSpace(boolean textsBeyondNames) {
    return kind == FewShotKind.CODER_ADAPTER
        || (textsBeyondNames && (kind == null || kind == FewShotKind.NEAREST_CLASS_MEAN));
  }

  /**
   * Chooses the hyper-parameters, and for {@code auto} the method, on the examples alone.
   *
   * @throws dev.clipcoder.coder.fewshot.TooManyExamplesException if the method cannot take so many
   */
  FitReport choose(Support support) {
    return kind == null ? Selection.auto(support) : Selection.of(kind, support);
  }
}
