package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import dev.clipcoder.labelset.GenerationReport;
import dev.clipcoder.labelset.TextGenerationStatus;
import dev.clipcoder.textgen.ClassNote;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of an order of texts. */
@Schema(name = "GenerationStatus")
record GenerationResponse(
    @Schema(example = "pets") @NotNull String id,

    @Schema(
        description =
            "The version that has the texts; before the end the one that is the latest. Also the ETag",
        example = "2")
    @NotNull
    Integer version,

    @Schema(description = "The job that makes the texts; see GET /jobs/{id}") @NotNull
    String job,

    @Schema(allowableValues = {"queued", "running", "succeeded"}) @NotNull
    String state,

    @Schema(description = "What came of it; null before the end") @Nullable
    Report report) {

  /** What came of it. */
  @Schema(name = "GenerationReport")
  record Report(
      @Schema(description = "What was asked", example = "wordnet") @NotNull
      String source,

      @Schema(description = "Texts that the set did not have", example = "24") @NotNull
      Integer added,

      @Schema(description = "Texts that it had", example = "0") @NotNull
      Integer duplicates,

      @Schema(description = "Pairs of classes that one-to-one texts were wanted for", example = "0")
      @NotNull
      Integer pairs,

      @Schema(description = "Offered texts that were left out, by reason") @NotNull
      Dropped dropped,

      @Schema(description = "Labels that the source knows nothing about") @NotNull
      List<String> notFound,

      @Schema(
          description =
              "What the source took each class to be: of the first hundred classes, or of those of the page")
      @NotNull
      List<Note> notes) {

    private static final int MOST_NOTES = 100;

    static Report of(GenerationReport report) {
      return of(report, report.notes().stream().limit(MOST_NOTES));
    }

    /** With the notes of some classes only. */
    static Report of(GenerationReport report, Set<String> labels) {
      return of(report, report.notes().stream().filter(note -> labels.contains(note.label())));
    }

    private static Report of(GenerationReport report, Stream<ClassNote> notes) {
      return new Report(
          report.source(),
          report.added(),
          report.duplicates(),
          report.pairs(),
          new Dropped(
              report.dropped().unusable(),
              report.dropped().otherClass(),
              report.dropped().nearDuplicates()),
          report.notFound(),
          notes.map(note -> new Note(note.label(), note.found(), note.note())).toList());
    }
  }

  /** Texts that were left out. */
  @Schema(name = "DroppedTexts")
  record Dropped(
      @Schema(description = "Too long, unprintable, or the class's own name") @NotNull
      Integer unusable,

      @Schema(
          description = "Analogous things and synonyms that are, or are too near to, another class")
      @NotNull
      Integer otherClass,

      @Schema(description = "Too near to another text of the class") @NotNull
      Integer nearDuplicates) {}

  /** What a class was taken to be. */
  @Schema(name = "ClassNote")
  record Note(
      @NotNull String label,

      @Schema(description = "Whether the source knows the class") @NotNull
      Boolean found,

      @Schema(example = "cat: feline mammal usually having thick soft fur") @NotNull
      String note) {}

  static GenerationResponse of(TextGenerationStatus status, Job job) {
    return new GenerationResponse(
        status.setId(),
        status.version(),
        status.jobId(),
        job.state().name().toLowerCase(Locale.ROOT),
        status.report() == null ? null : Report.of(status.report()));
  }
}
