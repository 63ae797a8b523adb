package dev.clipcoder.evaluation;

import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.WordNetSource;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import tools.jackson.databind.JsonNode;

/** One label set with different texts, to be compared. */
final class TextVariants {

  static final String OWN = "own";
  private static final String NAMES = "names";

  private final PhraseEncoder encoder;
  private final TextGenProperties properties;
  private final LabelSetLimits limits;

  TextVariants(TextEncoder texts, TextGenProperties properties, LabelSetLimits limits) {
    this.encoder = phrases ->
        Evaluation.encode(texts, phrases).stream().map(EncodedText::embedding).toList();
    this.properties = properties;
    this.limits = limits;
  }

  /** Reads a file of texts. */
  interface FileReader {
    JsonNode read(Path file) throws IOException;
  }

  /**
   * The set with the texts that are asked for in place of its own.
   *
   * @param texts "own", "names", "wordnet", or a file that is imported
   */
  ServedLabelSet of(ServedLabelSet set, String texts, FileReader files)
      throws IOException, InterruptedException {
    return switch (texts) {
      case OWN -> set;
      case NAMES -> set.withoutTexts();
      case WordNetSource.NAME ->
        set.withoutTexts()
            .withGenerated(new WordNetSource(Clock.systemUTC()), properties, limits, encoder);
      default -> set.withoutTexts().withImported(files.read(path(texts)), limits);
    };
  }

  private static Path path(String texts) {
    try {
      return Path.of(texts);
    } catch (InvalidPathException e) {
      throw new EvaluationException("--texts is no path: " + e.getMessage(), e);
    }
  }
}
