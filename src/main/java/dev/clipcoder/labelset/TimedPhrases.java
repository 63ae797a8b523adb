package dev.clipcoder.labelset;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.textgen.PhraseEncoder;
import java.time.Duration;
import java.util.List;

/** Encodes phrases, and tells by those how long others will take. For one thread. */
final class TimedPhrases implements PhraseEncoder {

  private final PhraseEncoder encoder;
  private long phrases;
  private long nanos;

  TimedPhrases(PhraseEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public List<Embedding> encode(List<String> texts) throws InterruptedException {
    long start = System.nanoTime();
    List<Embedding> embeddings = encoder.encode(texts);
    nanos += System.nanoTime() - start;
    phrases += texts.size();
    return embeddings;
  }

  /** How long so many take; zero before any was encoded. */
  Duration of(long count) {
    return phrases == 0 ? Duration.ZERO : Duration.ofNanos(nanos / phrases * count);
  }
}
