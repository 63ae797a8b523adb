package dev.clipcoder.fewshot;

import java.util.List;

/** A definition or an example that cannot be read, or that says something impossible. */
public final class InvalidSupportSetException extends SupportSetException {

  private final String field;
  private final boolean malformed;
  private final List<String> known;
  private final String given;

  private InvalidSupportSetException(
      String field, String sentence, boolean malformed, String given, List<String> known) {
    super(sentence);
    this.field = field;
    this.malformed = malformed;
    this.given = given;
    this.known = List.copyOf(known);
  }

  static InvalidSupportSetException malformed(String field, String sentence) {
    return new InvalidSupportSetException(field, sentence, true, "", List.of());
  }

  static InvalidSupportSetException impossible(String field, String sentence) {
    return new InvalidSupportSetException(field, sentence, false, "", List.of());
  }

  /** A word that is none of those that can stand there. */
  static InvalidSupportSetException noSuchWord(
      String field, String sentence, String given, List<String> known) {
    return new InvalidSupportSetException(field, sentence, true, given, known);
  }

  /** A name that is not among those that there are. */
  static InvalidSupportSetException unknown(
      String field, String sentence, String given, List<String> known) {
    return new InvalidSupportSetException(field, sentence, false, given, known);
  }

  /** The member at fault; empty for the whole. */
  public String field() {
    return field;
  }

  public boolean isMalformed() {
    return malformed;
  }

  /** The name that is not known; empty where something else is wrong. */
  public String given() {
    return given;
  }

  /** The names among which the misspelt one may be. */
  public List<String> known() {
    return known;
  }
}
