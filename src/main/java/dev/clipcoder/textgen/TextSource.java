package dev.clipcoder.textgen;

/** Something that knows what to say about classes. What it offers is checked by {@link TextGenerator}. */
public sealed interface TextSource permits WordNetSource, LlmSource {

  /** As in requests and in the provenance of texts. */
  String name();

  /**
   * Texts for every class and pair of an order.
   *
   * @param encoder the loaded model's, for what depends on similarity
   * @param progress hears how many of the classes and pairs are done
   * @throws InterruptedException if the thread is interrupted; what a source has kept so far is not lost
   */
  Offers offer(TextOrder order, PhraseEncoder encoder, GenerationProgress progress)
      throws InterruptedException;
}
