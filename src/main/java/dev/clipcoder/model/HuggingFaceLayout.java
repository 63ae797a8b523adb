package dev.clipcoder.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The layout of transformers, which {@code save_pretrained} writes. */
final class HuggingFaceLayout implements Layout {

  static final String CONFIG = "config.json";

  private static final List<Family> FAMILIES = List.of(new ClipFamily(), new SiglipFamily());

  /** Whether the configuration is transformers' own; other libraries use the file's name as well. */
  static boolean says(JsonNode config) {
    return config.path("model_type").isString();
  }

  @Override
  public String configFile() {
    return CONFIG;
  }

  @Override
  public List<String> weightFiles() {
    return List.of(
        "model.safetensors",
        "model.safetensors.index.json",
        "pytorch_model.bin",
        "pytorch_model.bin.index.json");
  }

  @Override
  public Architecture architecture(JsonNode config) {
    return family(config).describe(config);
  }

  private static Family family(JsonNode config) {
    String type = config.path("model_type").asString("");
    for (Family family : FAMILIES) {
      if (family.modelType().equals(type)) {
        return family;
      }
    }
    throw new CheckpointException("%s: model_type is '%s'; expected one of %s."
        .formatted(CONFIG, type, FAMILIES.stream().map(Family::modelType).toList()));
  }

  @Override
  public TensorSource source(TensorSpec spec) {
    return TensorSource.whole(spec.name(), spec.shape());
  }

  @Override
  public Set<String> ignorable(Architecture architecture) {
    return architecture.ignorable();
  }

  @Override
  public ImagePreprocessing preprocessing(Path folder, JsonNode config, Architecture architecture) {
    return family(config).preprocessing(PreprocessorConfig.read(folder), architecture.imageSize());
  }

  @Override
  public List<String> preprocessingFiles() {
    return List.of(PreprocessorConfig.FILE);
  }

  @Override
  public TokenizerSource tokenizer(Path folder, JsonNode config) {
    return family(config).tokenizer(folder);
  }
}
