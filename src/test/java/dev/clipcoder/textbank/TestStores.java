package dev.clipcoder.textbank;

import dev.clipcoder.database.Database;
import dev.clipcoder.encoder.TextEncoder;

/** Text stores for tests of other packages. */
public final class TestStores {

  private TestStores() {}

  public static TextStore of(Database database, TextEncoder encoder, TextSpace space) {
    return new TextStore(database, encoder, space);
  }
}
