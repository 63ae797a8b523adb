package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextSource;
import dev.clipcoder.textgen.TextSources;
import dev.clipcoder.textgen.UnknownTextSourceException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where texts for label sets are ordered: a job makes them, and a new version that has them. */
public final class LabelSetGenerator {

  private final Database database;
  private final Jobs jobs;
  private final LabelSets sets;
  private final FileManagedSets files;
  private final TextSources sources;
  private final TextGenProperties properties;
  private final Clock clock;

  LabelSetGenerator(
      Database database,
      Jobs jobs,
      LabelSets sets,
      FileManagedSets files,
      TextSources sources,
      TextGenProperties properties,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.sets = sets;
    this.files = files;
    this.sources = sources;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Queues the job.
   *
   * @param expected the version that the caller has seen; null if that does not matter
   * @throws InvalidDefinitionException if the request cannot be read, or asks for what is not possible
   * @throws UnknownLabelSetException if there is no such set
   * @throws StaleLabelSetException if the set is at another version than expected
   * @throws FileManagedLabelSetException if the set lives as a file
   * @throws LabelSetGeneratingException if texts are being generated for it
   */
  public TextGenerationStatus start(String id, JsonNode json, @Nullable Integer expected) {
    files.requireEditable(LabelSetRegistry.unpinned(id));
    LabelSetVersion latest = sets.latest(id);
    GenerationRequest request = GenerationRequest.read(json, properties);
    TextSource _ = source(request);
    if (expected != null && expected != latest.version()) {
      throw new StaleLabelSetException(id, expected, latest.version());
    }
    String job = database.write(sql -> {
      List<String> unfinished = GenerationRepository.unfinished(sql, id);
      if (!unfinished.isEmpty()) {
        throw new LabelSetGeneratingException(id, unfinished.getFirst());
      }
      String submitted = Jobs.submit(sql, GenerateJob.NAME, id);
      GenerationRepository.insert(
          sql, submitted, id, latest.version(), request.json(), clock.millis());
      return submitted;
    });
    jobs.wake();
    return new TextGenerationStatus(job, id, latest.version(), null);
  }

  private TextSource source(GenerationRequest request) {
    try {
      return sources.get(request.source());
    } catch (UnknownTextSourceException e) {
      throw InvalidDefinitionException.impossible("source", String.valueOf(e.getMessage()));
    }
  }

  /** How a generation stands; empty where it failed, was cancelled, or its version has gone. */
  public Optional<TextGenerationStatus> find(String jobId) {
    return database
        .read(sql -> GenerationRepository.find(sql, jobId))
        .map(GenerationRepository.Stored::status);
  }
}
