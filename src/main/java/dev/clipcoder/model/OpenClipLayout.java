package dev.clipcoder.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The layout of OpenCLIP, which its {@code push_to_hf_hub} writes. */
final class OpenClipLayout implements Layout {

  static final String CONFIG = "open_clip_config.json";

  @Override
  public String configFile() {
    return CONFIG;
  }

  @Override
  public List<String> weightFiles() {
    return List.of(
        "open_clip_model.safetensors",
        "open_clip_pytorch_model.safetensors",
        "open_clip_pytorch_model.bin");
  }

  @Override
  public Architecture architecture(JsonNode config) {
    return OpenClipConfig.shape(config).architecture();
  }

  @Override
  public TensorSource source(TensorSpec spec) {
    return OpenClipKeys.source(spec);
  }

  /** The mask is a buffer that older releases stored; the numbers come from models that OpenAI published. */
  @Override
  public Set<String> ignorable(Architecture architecture) {
    return Set.of("logit_scale", "attn_mask", "input_resolution", "context_length", "vocab_size");
  }

  @Override
  public ImagePreprocessing preprocessing(Path folder, JsonNode config, Architecture architecture) {
    return OpenClipPreprocessing.read(config, architecture.imageSize());
  }

  @Override
  public List<String> preprocessingFiles() {
    return List.of();
  }

  /** Without a tokenizer in the folder and without the name of another one, OpenAI's is meant. */
  @Override
  public TokenizerSource tokenizer(Path folder, JsonNode config) {
    TokenizerSource found = TokenizerSource.find(folder);
    if (found != null) {
      return found;
    }
    String named = OpenClipConfig.tokenizerName(config);
    if (!named.isEmpty()) {
      throw new CheckpointException(
          "%s names the tokenizer '%s', but %s has no %s. Put that tokenizer's file there."
              .formatted(CONFIG, named, folder, TokenizerSource.JSON));
    }
    return new TokenizerSource.OpenAi();
  }
}
