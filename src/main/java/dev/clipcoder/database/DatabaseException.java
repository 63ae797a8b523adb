package dev.clipcoder.database;

/** Why the database did not do what was asked. */
public abstract sealed class DatabaseException extends RuntimeException
    permits DatabaseUnavailableException, DatabaseOpeningException {

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
