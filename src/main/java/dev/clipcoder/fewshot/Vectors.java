package dev.clipcoder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings as they are stored: float32, little-endian. */
final class Vectors {

  private Vectors() {}

  static byte[] bytes(Embedding embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * embedding.dimension()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(embedding.toArray());
    return bytes.array();
  }

  static Embedding embedding(byte[] stored) {
    ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[stored.length / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return Embedding.ofUnit(values);
  }
}
