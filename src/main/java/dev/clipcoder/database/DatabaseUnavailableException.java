package dev.clipcoder.database;

/** The database cannot be reached, or cannot store anything now; later it may. */
public final class DatabaseUnavailableException extends DatabaseException {

  DatabaseUnavailableException(Throwable cause) {
    super("The database cannot be used at the moment.", cause);
  }
}
