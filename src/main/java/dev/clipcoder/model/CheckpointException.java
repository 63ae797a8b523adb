package dev.clipcoder.model;

/** A checkpoint that cannot be used; the message names the file, the key, what was found and what was expected. */
public final class CheckpointException extends RuntimeException {

  /** Messages quote what a file says, and a file may say anything. */
  private static final int LONGEST_MESSAGE = 1000;

  public CheckpointException(String message) {
    super(oneSentence(message));
  }

  public CheckpointException(String message, Throwable cause) {
    super(oneSentence(message), cause);
  }

  private static String oneSentence(String message) {
    String line = message.codePoints().anyMatch(Character::isISOControl)
        ? message.replaceAll("\\p{Cntrl}+", " ")
        : message;
    return line.length() <= LONGEST_MESSAGE
        ? line
        : line.substring(0, LONGEST_MESSAGE / 2)
            + " … "
            + line.substring(line.length() - LONGEST_MESSAGE / 2);
  }
}
