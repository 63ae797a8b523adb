package dev.clipcoder.database;

/** The service cannot start with this database; the message says what to change. */
public final class DatabaseOpeningException extends DatabaseException {

  DatabaseOpeningException(String message, Throwable cause) {
    super(message, cause);
  }
}
