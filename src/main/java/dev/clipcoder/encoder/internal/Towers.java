package dev.clipcoder.encoder.internal;

import java.nio.ByteBuffer;

/** The two networks of a model. Called by the threads of one device only. */
public interface Towers {

  /**
   * Tells the engine not to re-specialise code by shape on the calling thread: batches come in all sizes, and each
   * new one would be slow for its first calls.
   */
  void useFixedPlansOnThisThread();

  /** Has the engine compute on so many threads what the calling thread asks for. */
  void useThreads(int count);

  /**
   * Encodes a batch of pictures.
   *
   * @param pixels direct buffer of unsigned {@code [count][3][side][side]}
   * @return {@code float[count][dimension]}, unit rows
   */
  float[][] encodeImages(ByteBuffer pixels, int count);

  /**
   * Encodes a batch of texts.
   *
   * @param ids {@code long[count][length]}, shorter texts filled up with any token
   * @param ends {@code long[count]}: where each text is read
   * @return {@code float[count][dimension]}, unit rows
   */
  float[][] encodeTexts(long[] ids, long[] ends);
}
