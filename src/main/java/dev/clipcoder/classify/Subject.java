package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.List;

/** What is to be classified. */
public sealed interface Subject {

  /** How many items the encoder has to work on. */
  int items();

  /** A picture as it was sent. */
  final class Picture implements Subject {

    private final byte[] bytes;
    private final List<Region> regions;

    /**
     * @param bytes the encoded picture; not to be changed afterwards
     * @param regions the parts to classify one by one; empty: the whole picture
     */
    public Picture(byte[] bytes, List<Region> regions) {
      this.bytes = bytes;
      this.regions = List.copyOf(regions);
    }

    byte[] bytes() {
      return bytes;
    }

    List<Region> regions() {
      return regions;
    }

    @Override
    public int items() {
      return Math.max(1, regions.size());
    }
  }

  /** A picture whose embedding is known. */
  record Known(Embedding embedding) implements Subject {
    @Override
    public int items() {
      return 0;
    }
  }
}
