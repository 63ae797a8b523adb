package dev.clipcoder.model;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One tensor of a checkpoint, in place: row-major little-endian elements in a read-only mapping of the file.
 *
 * @param file the file's name, for messages
 * @param data valid until the {@link Weights} it came from are closed
 */
public record Tensor(
    String name, String file, ElementType type, List<Long> shape, MemorySegment data) {

  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /**
   * Gives back the memory of what has been copied. The bytes stay valid: they are read from the file again if somebody
   * asks for them.
   */
  public void giveBack() {
    if (data.isMapped()) {
      data.unload();
    }
  }
}
