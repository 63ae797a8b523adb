package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One text as every configuration file that is read. */
class ConfigFuzz {

  private static final int IMAGE_SIZE = 32;

  @FuzzTest(maxDuration = "3m")
  void read(byte[] json) {
    List<Consumer<JsonNode>> readers = List.of(
        node -> new HuggingFaceLayout().architecture(node),
        node -> assertThat(WeightFiles.shards("fuzzed.json", node, name -> true))
            .isNotEmpty()
            .noneMatch(name -> name.contains("/") || name.startsWith(".")),
        node -> new OpenClipLayout().architecture(node),
        node -> new OpenClipLayout().tokenizer(Path.of("none"), node),
        node -> OpenClipPreprocessing.read(node, IMAGE_SIZE).place(97, 61),
        node -> PreprocessorConfig.ofClip(node, IMAGE_SIZE).place(97, 61),
        node -> PreprocessorConfig.ofSiglip(node, IMAGE_SIZE).place(97, 61));
    for (Consumer<JsonNode> reader : readers) {
      try {
        reader.accept(JsonFiles.parseObject("fuzzed.json", json.clone()));
      } catch (CheckpointException refusal) {
        FuzzedTensors.checkSentence(refusal);
      }
    }
  }
}
