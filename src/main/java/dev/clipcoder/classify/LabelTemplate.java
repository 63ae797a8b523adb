package dev.clipcoder.classify;

/**
 * How a label becomes a text.
 *
 * @param pattern holds <code>{label}</code> or <code>{}</code>, each of which stands for the label
 */
public record LabelTemplate(String pattern) {

  public static final LabelTemplate DEFAULT = new LabelTemplate("a photo of a {label}.");

  private static final String NAMED = "{label}";
  private static final String ANONYMOUS = "{}";

  /**
   * Checks the pattern.
   *
   * @throws InvalidTemplateException if the label has no place in the pattern
   */
  public LabelTemplate {
    if (!pattern.contains(NAMED) && !pattern.contains(ANONYMOUS)) {
      throw new InvalidTemplateException(
          "The template has no place for the label: write {label} or {} where it belongs, as in '%s'."
              .formatted("a photo of a {label}."));
    }
  }

  /** The text for a label; an underscore in the label reads as a space. */
  public String textOf(String label) {
    String words = label.replace('_', ' ');
    return pattern.contains(NAMED)
        ? pattern.replace(NAMED, words)
        : pattern.replace(ANONYMOUS, words);
  }
}
