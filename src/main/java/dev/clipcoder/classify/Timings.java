package dev.clipcoder.classify;

/**
 * Where a request's time went, in nanoseconds; the longest one where several pictures went side by side.
 *
 * @param decode waiting for and decoding the picture
 * @param queue waiting for a batch
 * @param encode on the device, with the whole batch
 * @param score comparing with the labels, the rerank included
 * @param rerank ordering close calls anew; 0 where no rerank was applied
 */
public record Timings(long decode, long queue, long encode, long score, long rerank) {

  Timings(long decode, long queue, long encode, long score) {
    this(decode, queue, encode, score, 0);
  }

  /** Both, where one came after the other. */
  public Timings plus(Timings other) {
    return new Timings(
        decode + other.decode,
        queue + other.queue,
        encode + other.encode,
        score + other.score,
        rerank + other.rerank);
  }

  Timings withRerank(long nanos) {
    return new Timings(decode, queue, encode, score, nanos);
  }
}
