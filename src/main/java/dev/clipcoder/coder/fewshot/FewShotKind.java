package dev.clipcoder.coder.fewshot;

import java.util.Arrays;
import java.util.Optional;

/** The methods by the names that requests and reports use. */
public enum FewShotKind {
  CODER_ADAPTER("coder-adapter", true),
  TIP_ADAPTER("tip-adapter", true),
  GDA("gda", false),
  PROKER("proker", true),
  NEAREST_CLASS_MEAN("nearest-class-mean", false);

  /** The most examples with which a method that keeps every example can be asked for. */
  public static final int MOST_EXAMPLES = 20_000;

  private final String id;

  /** Whether fitting or scoring compares with every example, so that cost grows with their number. */
  private final boolean comparing;

  FewShotKind(String id, boolean comparing) {
    this.id = id;
    this.comparing = comparing;
  }

  public String id() {
    return id;
  }

  public static Optional<FewShotKind> ofId(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /**
   * Refuses more examples than the method can take.
   *
   * @throws TooManyExamplesException above {@value #MOST_EXAMPLES} for all but gda and nearest-class-mean
   */
  public void check(int examples) {
    if (comparing && examples > MOST_EXAMPLES) {
      throw new TooManyExamplesException(this, examples);
    }
  }

  /** Whether fitting or scoring compares with every example, so that both cost more the more there are. */
  public boolean comparesExamples() {
    return comparing;
  }
}
