package dev.clipcoder.coder.fewshot;

/**
 * A method with its hyper-parameters: all that is needed, beside the examples, to fit a head. Every method adds α times
 * what the examples say to the logits of plain CLIP, {@code logitScale·f·W}, except the nearest class mean.
 */
public sealed interface FewShotMethod {

  FewShotKind kind();

  /** The weight of what the examples say; at 0 the head is plain CLIP. */
  double alpha();

  /** Whether the logits of plain CLIP take part. */
  default boolean usesTexts() {
    return true;
  }

  /**
   * See {@link CoderAdapterHead}.
   *
   * @param alpha at least 0
   * @param beta sharpness, at least 0: the vote of the least similar example is {@code exp(−β)}
   */
  record CoderAdapter(double alpha, double beta) implements FewShotMethod {

    public CoderAdapter {
      checkNotNegative("alpha", alpha);
      checkNotNegative("beta", beta);
    }

    @Override
    public FewShotKind kind() {
      return FewShotKind.CODER_ADAPTER;
    }
  }

  /**
   * See {@link TipAdapterHead}.
   *
   * @param alpha at least 0
   * @param beta sharpness, at least 0
   */
  record TipAdapter(double alpha, double beta) implements FewShotMethod {

    public TipAdapter {
      checkNotNegative("alpha", alpha);
      checkNotNegative("beta", beta);
    }

    @Override
    public FewShotKind kind() {
      return FewShotKind.TIP_ADAPTER;
    }
  }

  /**
   * See {@link GdaHead}.
   *
   * @param alpha at least 0
   */
  record Gda(double alpha) implements FewShotMethod {

    public Gda {
      checkNotNegative("alpha", alpha);
    }

    @Override
    public FewShotKind kind() {
      return FewShotKind.GDA;
    }
  }

  /**
   * See {@link ProKerHead}.
   *
   * @param alpha at least 0
   * @param beta sharpness of the kernel, at least 0
   * @param lambda the ridge, above 0
   */
  record ProKer(double alpha, double beta, double lambda) implements FewShotMethod {

    public ProKer {
      checkNotNegative("alpha", alpha);
      checkNotNegative("beta", beta);
      checkNotNegative("lambda", lambda);
      if (lambda == 0) {
        throw new IllegalArgumentException("lambda is 0; it must be above 0");
      }
    }

    @Override
    public FewShotKind kind() {
      return FewShotKind.PROKER;
    }
  }

  /**
   * See {@link NearestClassMeanHead}.
   *
   * @param coderSpace cosines of CODER vectors instead of embeddings
   */
  record NearestClassMean(boolean coderSpace) implements FewShotMethod {

    @Override
    public FewShotKind kind() {
      return FewShotKind.NEAREST_CLASS_MEAN;
    }

    /** Always 1. */
    @Override
    public double alpha() {
      return 1;
    }

    @Override
    public boolean usesTexts() {
      return false;
    }
  }

  private static void checkNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be finite and at least 0".formatted(name, value));
    }
  }
}
