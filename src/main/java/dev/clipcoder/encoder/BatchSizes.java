package dev.clipcoder.encoder;

import dev.clipcoder.encoder.WorkItem.Encoding;
import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Product;
import dev.clipcoder.encoder.WorkItem.Text;

/**
 * How many items go to the device at once: those that it works on best. What counts for the towers is the rows of their
 * matrices, one for each position of a picture or a text, so short texts make large batches.
 *
 * @param most items of a batch, whatever they are; at least 1
 * @param positions rows of a batch beyond which one more item gains nothing
 * @param ofPicture positions of a picture
 */
record BatchSizes(int most, int positions, int ofPicture) {

  /**
   * On a CPU. From some 400 rows on reading the weights is paid for; with twice as many, what lies between two products
   * of a layer has left the processor's cache (docs/performance.md). Two pictures of a ViT-L/14 have 514.
   */
  private static final int ON_CPU = 520;

  /** As many as may be: what a GPU likes best. */
  static BatchSizes upTo(int most) {
    return new BatchSizes(most, Integer.MAX_VALUE, 1);
  }

  static BatchSizes onCpu(int most, int ofPicture) {
    return new BatchSizes(most, ON_CPU, ofPicture);
  }

  /** Most items of a batch that begins with this one; at least 1. */
  int of(WorkItem first) {
    return switch (first) {
      case Product _ -> most;
      case Encoding encoding ->
        switch (encoding.payload()) {
          case Picture _ -> pictures();
          case Text text -> of(text.positions());
        };
    };
  }

  int pictures() {
    return of(ofPicture);
  }

  private int of(int each) {
    return Math.clamp(positions / each, 1, most);
  }
}
