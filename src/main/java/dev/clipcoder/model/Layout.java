package dev.clipcoder.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How a library lays out a checkpoint's folder: what the files are called, how the configuration and the
 * preprocessing are written, and what the tensors are called. A layout says nothing about what is computed, which is
 * the business of a {@link Family}.
 */
sealed interface Layout permits HuggingFaceLayout, OpenClipLayout {

  /** The file by which the layout is recognised. */
  String configFile();

  /** The files that weights may be in, best first. Names that end with {@code .index.json} list shards. */
  List<String> weightFiles();

  /**
   * What the configuration describes.
   *
   * @throws CheckpointException if that is nothing that we can compute
   */
  Architecture architecture(JsonNode config);

  /** Where the files of this layout have a tensor of the architecture. */
  TensorSource source(TensorSpec spec);

  /** Keys that files may have and that the towers do not use. */
  Set<String> ignorable(Architecture architecture);

  ImagePreprocessing preprocessing(Path folder, JsonNode config, Architecture architecture);

  /** Files beside the configuration that say how pictures are prepared; they count for the fingerprint. */
  List<String> preprocessingFiles();

  /**
   * The tokenizer of a folder.
   *
   * @throws CheckpointException if the folder has none and the layout implies none
   */
  TokenizerSource tokenizer(Path folder, JsonNode config);
}
