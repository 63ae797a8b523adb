package dev.clipcoder.fewshot;

import dev.clipcoder.coder.fewshot.FewShotFit;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.ServedLabelSet;
import java.util.List;

/**
 * A support set that can answer: a head fitted on its examples. Immutable.
 *
 * @param set as it was when this was fitted
 * @param classes the classes that it tells apart, background included, in their order
 * @param classesKey of them
 * @param used the examples behind the head, in their order in the support
 * @param missing how many examples have no embedding of the loaded model
 * @param orphaned how many have a label that is no class any more
 * @param choice of the method, which may have been made on an earlier version
 */
public record FittedSet(
    SupportSet set,
    ServedLabelSet classes,
    String classesKey,
    List<UsedExample> used,
    int missing,
    int orphaned,
    FewShotFit fit,
    Choice choice) {

  /** Values of eight bytes that each number of an example takes: in the support and in the head. */
  private static final int COPIES = 2;

  /** An example behind a head. */
  public record UsedExample(String id, String label) {}

  public FittedSet {
    used = List.copyOf(used);
  }

  public String label(int classIndex) {
    return classList().get(classIndex).label();
  }

  public List<LabelClass> classList() {
    return classes.version().definition().classes();
  }

  /** About how much memory it takes. */
  long bytes() {
    long examples = fit.support().size();
    long dimension = fit.support().example(0).embedding().dimension();
    long vectors = COPIES * Double.BYTES * examples * dimension;
    return vectors * (fit.support().hasSpace() ? 2 : 1)
        + fit.bytes()
        + Double.BYTES * dimension * fit.support().classes();
  }
}
