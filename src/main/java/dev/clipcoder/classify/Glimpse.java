package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.tracing.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The embedding of a picture or a part of it, with what it cost.
 *
 * @param course how it came about; null if it was there already, and cost nothing
 */
record Glimpse(Embedding embedding, @Nullable Course course) {

  static Glimpse remembered(Embedding embedding) {
    return new Glimpse(embedding, null);
  }

  boolean isRemembered() {
    return course == null;
  }

  /** Waiting for the decoder, decoding and resizing. */
  long decodeNanos() {
    return course == null ? 0 : course.submitted - course.decoding.begun;
  }

  /** Waiting for a batch. */
  long queueNanos() {
    return course == null ? 0 : course.queueNanos;
  }

  /** On the device, with the whole batch. */
  long encodeNanos() {
    return course == null ? 0 : course.encodeNanos;
  }

  /**
   * When a picture reached which point before the device, as of {@link System#nanoTime}.
   *
   * @param begun taken on, to wait for a decoder
   * @param decoded its pixels were there
   * @param resized it was as the network takes it, with all its parts
   */
  record Decoding(long begun, long decoded, long resized) {

    /** Tells of the stages of the whole picture. */
    void tell(Trace trace) {
      trace.stage("decode", begun, decoded);
      trace.stage("preprocess", decoded, resized);
    }
  }

  /**
   * How an embedding came about.
   *
   * @param submitted to the device, as of {@link System#nanoTime}
   */
  record Course(Decoding decoding, long submitted, long queueNanos, long encodeNanos) {

    /** Tells of the stages on the device. */
    void tell(Trace trace) {
      long begin = submitted + queueNanos;
      trace.stage("queue", submitted, begin);
      trace.stage("encode", begin, begin + encodeNanos);
    }
  }
}
