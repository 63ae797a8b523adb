package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.fewshot.AddedExamples;
import dev.clipcoder.fewshot.ExampleId;
import dev.clipcoder.fewshot.Examples;
import dev.clipcoder.fewshot.NewExample;
import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.fewshot.SupportSets;
import dev.clipcoder.image.PictureArchive;
import dev.clipcoder.model.ModelDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures to examples of support sets. */
public final class TeachService {

  private final Intake intake;
  private final PictureEmbeddings embeddings;
  private final SupportSets sets;
  private final Examples examples;
  private final ModelDescription model;

  TeachService(
      Intake intake,
      PictureEmbeddings embeddings,
      SupportSets sets,
      Examples examples,
      ModelDescription model) {
    this.intake = intake;
    this.embeddings = embeddings;
    this.sets = sets;
    this.examples = examples;
    this.model = model;
  }

  /**
   * Adds pictures of one class: all of them or, if one cannot be read, none. Blocks: for virtual threads.
   *
   * @param expected the version of the set that the caller has seen; null if that does not matter
   * @throws dev.clipcoder.fewshot.SupportSetException if the set or the label is not there, or it is full
   * @throws dev.clipcoder.image.ImageException if the only picture cannot be read
   * @throws FaultyPictureException if one of several cannot be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws CallerGoneException if the caller hung up
   */
  public AddedExamples addPictures(
      String id, String label, List<byte[]> pictures, @Nullable Integer expected, Caller caller) {
    SupportSet set = sets.get(id);
    String known = examples.requireLabel(set, label);
    try (Work work = intake.begin(caller)) {
      // The same picture twice is one example.
      Map<String, NewExample> added = new LinkedHashMap<>();
      new ExampleViewing(pictures, set.definition().keep(), embeddings, work)
          .await(known)
          .forEach(example -> added.putIfAbsent(example.id(), example));
      return examples.add(id, List.copyOf(added.values()), expected);
    }
  }

  /**
   * Adds a picture by its embedding.
   *
   * @throws dev.clipcoder.fewshot.SupportSetException if the set or the label is not there, or it is full
   * @throws WrongDimensionException if the embedding is not of this model
   */
  public AddedExamples addEmbedding(
      String id, String label, Embedding embedding, @Nullable Integer expected) {
    if (embedding.dimension() != model.dimension()) {
      throw new WrongDimensionException(embedding.dimension(), model.dimension());
    }
    String known = examples.requireLabel(sets.get(id), label);
    return examples.add(
        id, List.of(new NewExample(ExampleId.of(embedding), known, embedding, null)), expected);
  }

  /**
   * Adds the pictures of an archive; one that cannot be read or has no class of the set does not touch the others. They
   * are worked on behind all requests that somebody waits for, and stored as they are done. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.fewshot.SupportSetException if the set is not there, or it is full
   * @throws CallerGoneException if the caller hung up; what is stored by then stays
   */
  public TaughtArchive addArchive(
      String id, PictureArchive archive, @Nullable Integer expected, Caller caller) {
    SupportSet set = sets.get(id);
    try (ArchiveTeaching teaching =
        new ArchiveTeaching(set, archive, intake, embeddings, examples, expected, caller)) {
      return teaching.run();
    }
  }
}
