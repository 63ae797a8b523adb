package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import java.util.List;

/** Pictures and texts to embeddings. */
public final class EmbedService {

  private final Intake intake;
  private final PictureEmbeddings embeddings;
  private final TextEmbeddings texts;
  private final ModelDescription model;

  EmbedService(
      Intake intake, PictureEmbeddings embeddings, TextEmbeddings texts, ModelDescription model) {
    this.intake = intake;
    this.embeddings = embeddings;
    this.texts = texts;
    this.model = model;
  }

  /**
   * The embeddings of pictures. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.image.ImageException if the only picture cannot be read
   * @throws FaultyPictureException if one of several cannot be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws CallerGoneException if the caller hung up
   */
  public EmbedResult embedImages(List<byte[]> images, Caller caller) {
    try (Work work = intake.begin(caller)) {
      List<Subject.Picture> pictures =
          images.stream().map(bytes -> new Subject.Picture(bytes, List.of())).toList();
      Viewing viewing = new Viewing(pictures, embeddings, work);
      List<Embedding> seen = viewing.await();
      return new EmbedResult(seen, List.of(), 0, viewing.timings(0), viewing.cacheUse());
    }
  }

  /**
   * The embeddings of texts. Blocks: for virtual threads.
   *
   * @param truncate whether a text longer than the model's context may be cut
   * @throws TextTooLongException if a text is too long and must not be cut
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws CallerGoneException if the caller hung up
   */
  public EmbedResult embedTexts(List<String> sentences, boolean truncate, Caller caller) {
    try (Work work = intake.begin(caller)) {
      long start = System.nanoTime();
      List<EncodedText> encoded = work.await(work.begin(texts.embed(sentences, work.deadline())));
      Timings timings = new Timings(0, 0, System.nanoTime() - start, 0);
      return new EmbedResult(
          encoded.stream().map(EncodedText::embedding).toList(),
          TruncatedText.among(sentences, encoded, truncate, model.contextLength()),
          encoded.stream().mapToLong(EncodedText::tokens).sum(),
          timings,
          CacheUse.NONE);
    }
  }
}
