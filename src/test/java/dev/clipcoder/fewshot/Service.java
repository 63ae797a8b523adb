package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedImageEncoder;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.image.WordReader;
import dev.clipcoder.jobs.RunningJobs;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.TestLabelSets;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TestStores;
import dev.clipcoder.textbank.TextSpace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Support sets as the service has them, without the rest of it. */
final class Service implements AutoCloseable {

  static final SupportSetProperties PROPERTIES = new SupportSetProperties(
      1000,
      DataSize.ofMegabytes(1),
      100,
      DataSize.ofMegabytes(1),
      DataSize.ofMegabytes(64),
      DataSize.ofMegabytes(16),
      0.98);

  private final Database database;
  private final SupportSets sets;
  private final LabelSets labelSets;
  private final Examples examples;
  private final FittedSets heads;
  private final RunningJobs jobs;
  private final WordReader reader = new WordReader();

  Service(DatabaseProperties properties, String fingerprint) {
    this.database = Database.open(properties);
    ModelDescription model = new ModelDescription(
        "tiny",
        fingerprint,
        "clip",
        FixedEmbeddings.DIMENSION,
        10.0,
        null,
        8,
        FixedTextEncoder.CONTEXT_LENGTH,
        "fp32",
        "cpu",
        1,
        null);
    ImageSpace space = ImageSpace.of(model);
    ExampleRepository repository = new ExampleRepository(space);
    this.labelSets = TestLabelSets.of(database, fingerprint);
    SupportClasses classes =
        new SupportClasses(labelSets, new LabelSetLimits(100, 5000, 200), model);
    this.sets = new SupportSets(database, labelSets, classes, repository);
    ExampleCache cache = new ExampleCache(
        database, repository, PROPERTIES.maxExampleBytes(), new SimpleMeterRegistry());
    ClassTexts texts =
        new ClassTexts(TestStores.of(database, new FixedTextEncoder(), new TextSpace(fingerprint)));
    this.heads = new FittedSets(
        sets,
        classes,
        new Fitting(classes, cache, texts, model),
        new Choices(database, space),
        PROPERTIES.maxBytes(),
        new SimpleMeterRegistry());
    this.examples = new Examples(
        database,
        sets,
        repository,
        cache,
        heads,
        SupportLimits.of(PROPERTIES.maxExamples(), FixedEmbeddings.DIMENSION, 1L << 40),
        PROPERTIES,
        Clock.systemUTC());
    this.jobs = new RunningJobs(
        database, new OriginalsJob(database, repository, reader, new FixedImageEncoder()));
    jobs.start();
    new Recovery(database, repository, jobs.jobs()).begin();
  }

  SupportSets sets() {
    return sets;
  }

  Examples examples() {
    return examples;
  }

  SupportSet put(String id, String json) {
    return sets.put(id, JsonMapper.shared().readTree(json.replace('\'', '"')), null)
        .set();
  }

  /** Pictures of words. */
  AddedExamples teach(String id, String label, String... words) {
    return examples.add(
        id, Arrays.stream(words).map(word -> example(label, word, null)).toList(), null);
  }

  AddedExamples teachKeeping(String id, String label, String... words) {
    return examples.add(
        id,
        Arrays.stream(words)
            .map(word ->
                example(label, word, new KeptPicture(Keep.ORIGINALS, WordReader.picture(word))))
            .toList(),
        null);
  }

  static NewExample example(String label, String word, @Nullable KeptPicture kept) {
    return new NewExample(
        ExampleId.of(WordReader.picture(word)), label, FixedEmbeddings.of(word), kept);
  }

  FittedSet head(String id) {
    try {
      return heads.get(id, null).get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
      throw new IllegalStateException(late);
    }
  }

  FittedSets heads() {
    return heads;
  }

  Database database() {
    return database;
  }

  static List<Double> logits(FittedSet set, Embedding image) {
    return Arrays.stream(set.fit().head().logits(image)).boxed().toList();
  }

  @Override
  public void close() {
    heads.close();
    examples.close();
    jobs.close();
    reader.close();
    sets.close();
    labelSets.close();
    database.close();
  }
}
