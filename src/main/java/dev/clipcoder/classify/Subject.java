package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.image.RgbImage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is to be classified. */
public sealed interface Subject {

  /** A picture as it was sent. */
  final class Picture implements Subject {

    private final byte[] bytes;
    private final List<Region> regions;
    private final @Nullable Consumer<RgbImage> aside;

    /**
     * @param bytes the encoded picture; not to be changed afterwards
     * @param regions the parts to classify one by one; empty: the whole picture
     */
    public Picture(byte[] bytes, List<Region> regions) {
      this.bytes = bytes;
      this.regions = List.copyOf(regions);
      this.aside = null;
    }

    /**
     * A whole picture of which something else is made, too.
     *
     * @param aside makes it, on the thread that decodes
     */
    Picture(byte[] bytes, Consumer<RgbImage> aside) {
      this.bytes = bytes;
      this.regions = List.of();
      this.aside = aside;
    }

    byte[] bytes() {
      return bytes;
    }

    List<Region> regions() {
      return regions;
    }

    /** Whether its pixels are needed for more than its embedding. */
    boolean isLookedAtAside() {
      return aside != null;
    }

    void lookAside(RgbImage image) {
      if (aside != null) {
        aside.accept(image);
      }
    }
  }

  /** A picture whose embedding is known. */
  record Known(Embedding embedding) implements Subject {}
}
