package dev.clipcoder.labelset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a label set says, in the long form: nothing is left to a default. Written as JSON it is what PUT takes and
 * GET returns. The order of its classes and texts is the order of the dimensions of its CODER vectors.
 *
 * @param domain what all classes are, such as "a type of pet"; null where nothing was said
 * @param classNorm whether the attribute and analogous texts of a class count by their renormalised mean
 */
@JsonPropertyOrder({
  "domain",
  "templates",
  "classes",
  "oneToOne",
  "classNorm",
  "kindWeights",
  "decision",
  "rerank"
})
public record LabelSetDefinition(
    @Nullable String domain,
    Templates templates,
    List<LabelClass> classes,
    List<Pair> oneToOne,
    boolean classNorm,
    KindWeights kindWeights,
    Decision decision,
    Rerank rerank) {

  public LabelSetDefinition {
    classes = List.copyOf(classes);
    oneToOne = List.copyOf(oneToOne);
  }

  /** The sentences around names and texts, by kind; several of one kind make several texts of each. */
  public record Templates(
      List<String> name, List<String> attribute, List<String> analogous, List<String> oneToOne) {

    public static final Templates DEFAULT = new Templates(
        List.of("a photo of a {label}, {domain}."),
        List.of("{label} which has {text}"),
        List.of("a {label} similar to {text}."),
        List.of("Because of {text}, {label} is different from {other}."));

    public Templates {
      name = List.copyOf(name);
      attribute = List.copyOf(attribute);
      analogous = List.copyOf(analogous);
      oneToOne = List.copyOf(oneToOne);
    }
  }

  /**
   * One class.
   *
   * @param label the key that comes back in answers
   * @param name what the texts call it
   * @param background whether it competes without ever being returned
   */
  public record LabelClass(String label, String name, boolean background, Texts texts) {}

  /** What is said about a class, before the templates are put around it. */
  public record Texts(List<String> attribute, List<String> analogous, List<String> synonym) {

    public static final Texts NONE = new Texts(List.of(), List.of(), List.of());

    public Texts {
      attribute = List.copyOf(attribute);
      analogous = List.copyOf(analogous);
      synonym = List.copyOf(synonym);
    }
  }

  /** What tells one class from one other: an ordered pair. */
  public record Pair(String label, String other, List<String> texts) {
    public Pair {
      texts = List.copyOf(texts);
    }
  }

  /** How much the kinds count in a class score; {@code name} is the weight of names and synonyms together. */
  public record KindWeights(double name, double attribute, double analogous) {
    public static final KindWeights EQUAL = new KindWeights(1, 1, 1);
  }

  /**
   * When a label is returned.
   *
   * @param threshold least probability, where a label has none of its own; null for any
   * @param thresholds least probability by label
   */
  public record Decision(
      Mode mode,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double threshold,
      SequencedMap<String, Double> thresholds) {

    public static final Decision ALWAYS = new Decision(Mode.SINGLE, null, new LinkedHashMap<>());

    public Decision {
      thresholds = new LinkedHashMap<>(thresholds);
    }

    /** Whether any threshold is set: they hold for the checkpoint that they were found with only. */
    public boolean hasThresholds() {
      return threshold != null || !thresholds.isEmpty();
    }
  }

  /** How many labels an answer may have. */
  public enum Mode {
    /** The best one, or none. */
    @JsonProperty("single")
    SINGLE,
    /** Each on its own against the background. */
    @JsonProperty("multi")
    MULTI
  }

  /**
   * The defaults of the rerank.
   *
   * @param gap probability gap between first and second below which it runs; 1 or more: always
   * @param candidates how many of the first labels take part
   * @param lambda weight of the rerank score in {@link RerankMode#FUSED}
   */
  public record Rerank(
      boolean enabled, double gap, int candidates, RerankMode mode, double lambda) {
    public static final Rerank OFF = new Rerank(false, 0.1, 5, RerankMode.REPLACE, 1);
  }

  /** What the rerank does with the first order. */
  public enum RerankMode {
    /** The rerank score alone orders the candidates. */
    @JsonProperty("replace")
    REPLACE,
    /** Class score plus lambda times rerank score. */
    @JsonProperty("fused")
    FUSED
  }

  /** The classes by label. */
  Map<String, LabelClass> byLabel() {
    Map<String, LabelClass> byLabel = new LinkedHashMap<>();
    classes.forEach(one -> byLabel.putIfAbsent(one.label(), one));
    return byLabel;
  }
}
