package dev.clipcoder.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings as they are stored and hashed: float32, little-endian, {@code 4·dimension} bytes. */
public final class EmbeddingBytes {

  private EmbeddingBytes() {}

  public static byte[] of(Embedding embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * embedding.dimension()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(embedding.toArray());
    return bytes.array();
  }

  /**
   * The embedding of stored bytes.
   *
   * @throws InvalidEmbeddingException if they are not those of a unit vector
   */
  public static Embedding read(byte[] stored) {
    float[] values = new float[stored.length / Float.BYTES];
    ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Embedding.ofUnit(values);
  }
}
