package dev.clipcoder.fewshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.clipcoder.labelset.LabelSetDefinition.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a support set says, in the long form: its classes are those of a label set or labels of its own. Written as JSON
 * it is what PUT takes and GET returns.
 *
 * @param labelSet the label set whose classes it gives examples of; null for labels of its own
 * @param labels its own labels; null with a label set
 * @param background its own background classes, which compete and are never returned; null with a label set
 * @param template how a label of its own becomes a text; null with a label set
 * @param decision the rule of its own labels; null with a label set
 * @param method {@code auto} or the id of a {@link dev.clipcoder.coder.fewshot.FewShotKind}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"labelSet", "labels", "background", "template", "decision", "method", "keep"})
public record SupportSetDefinition(
    @Nullable String labelSet,
    @Nullable List<String> labels,
    @Nullable List<String> background,
    @Nullable String template,
    @Nullable Decision decision,
    String method,
    Keep keep) {

  /** The method that leaves the choice to the examples. */
  public static final String AUTO = "auto";

  public SupportSetDefinition {
    labels = labels == null ? null : List.copyOf(labels);
    background = background == null ? null : List.copyOf(background);
  }
}
