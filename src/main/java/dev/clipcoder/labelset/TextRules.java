package dev.clipcoder.labelset;

/** What every single text must keep to. */
record TextRules(LabelSetLimits limits, ProblemList problems) {

  void filled(String field, String text) {
    if (text.isEmpty()) {
      problems.add(field, "Is empty.");
    }
    length(field, text);
  }

  void length(String field, String text) {
    if (text.length() > limits.maxTextLength()) {
      problems.add(
          field,
          "%d characters; at most %d are taken (clipcoder.label-sets.max-text-length)."
              .formatted(text.length(), limits.maxTextLength()));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      problems.add(field, "Holds a control character, such as a line break.");
    }
  }
}
