package dev.clipcoder.coder.fewshot;

import org.jspecify.annotations.Nullable;

/**
 * A head together with what it takes to change it by one example, keeping its method and hyper-parameters. Immutable.
 * For ProKeR up to 2,500 examples it keeps a matrix of {@code 8·N²} bytes; who only scores
 * keeps the {@linkplain #head head} instead. The other methods are fast to fit and start anew.
 */
public final class FewShotFit {

  /** Somewhat more than a choice compares, so that sets near that number do not start anew with each example. */
  private static final int MOST_KEPT = Selection.MOST_COMPARED + 500;

  private final Support support;
  private final FewShotMethod method;
  private final FewShotHead head;
  private final @Nullable ProKerSystem system;

  private FewShotFit(
      Support support, FewShotMethod method, FewShotHead head, @Nullable ProKerSystem system) {
    this.support = support;
    this.method = method;
    this.head = head;
    this.system = system;
  }

  /**
   * Fits from nothing.
   *
   * @throws TooManyExamplesException see {@link FewShotKind#check}
   */
  public static FewShotFit of(Support support, FewShotMethod method) {
    if (method instanceof FewShotMethod.ProKer proker && support.size() <= MOST_KEPT) {
      return of(support, proker, ProKerSystem.of(support, proker));
    }
    return new FewShotFit(support, method, FewShotHead.of(support, method), null);
  }

  private static FewShotFit of(Support support, FewShotMethod method, ProKerSystem system) {
    return new FewShotFit(support, method, system.head(support), system);
  }

  /** With one more example, at the end of the support. */
  public FewShotFit plus(SupportExample example) {
    Support larger = support.plus(example);
    return system == null || larger.size() > MOST_KEPT
        ? of(larger, method)
        : of(larger, method, system.plusLast(larger));
  }

  /** Without the example at the place; those behind it move up. */
  public FewShotFit minus(int place) {
    Support smaller = support.minus(place);
    return system == null ? of(smaller, method) : of(smaller, method, system.minus(place));
  }

  /** Whether one example more or less costs little, and not a fit from nothing. */
  public boolean isIncremental() {
    return system != null;
  }

  /** About how much memory it takes beside its support and head. */
  public long bytes() {
    return system == null ? 0 : (long) Double.BYTES * support.size() * support.size();
  }

  public Support support() {
    return support;
  }

  public FewShotMethod method() {
    return method;
  }

  public FewShotHead head() {
    return head;
  }
}
