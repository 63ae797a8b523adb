package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;

/** Label sets for tests of other packages. */
public final class TestLabelSets {

  private TestLabelSets() {}

  /** Those of the database, as the space of embeddings sees them. */
  public static LabelSets of(Database database, String space) {
    return new LabelSets(database, new VersionRepository(space), new BuildRepository(space));
  }
}
