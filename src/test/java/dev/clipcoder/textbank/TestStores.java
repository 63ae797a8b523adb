package dev.clipcoder.textbank;

import dev.clipcoder.database.Database;
import dev.clipcoder.encoder.TextEncoder;
import java.time.Clock;

/** Text stores for tests of other packages. */
public final class TestStores {

  private TestStores() {}

  public static TextStore of(Database database, TextEncoder encoder, TextSpace space) {
    return of(database, encoder, space, Clock.systemUTC());
  }

  public static TextStore of(Database database, TextEncoder encoder, TextSpace space, Clock clock) {
    return new TextStore(database, encoder, space, clock);
  }
}
