package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All models that OpenCLIP knows by name: what is read needs exactly their tensors, the rest is refused. */
class OpenClipModelsTest {

  private static final Layout LAYOUT = new OpenClipLayout();
  private static final int READ = 36;

  static Stream<Arguments> models() throws IOException {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Fixtures.layout("open-clip-models.json.gz")))) {
      return JsonMapper.shared()
          .readTree(in.readAllBytes())
          .propertyStream()
          .map(model -> Arguments.of(
              model.getKey(), model.getValue().path("config"), model.getValue().path("keys")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void architecture_needsTheTensorsOfTheModel_orRefusesIt(
      String name, JsonNode model, JsonNode keys) {
    JsonNode config = JsonNodeFactory.instance.objectNode().set("model_cfg", model);
    if (!isRead(name, keys)) {
      assertThatThrownBy(() -> LAYOUT.architecture(config))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("expected");
      return;
    }
    Map<String, List<Long>> needed = new TreeMap<>();
    Architecture architecture = LAYOUT.architecture(config);
    for (List<TensorSpec> tower : List.of(architecture.imageTower(), architecture.textTower())) {
      for (TensorSpec spec : tower) {
        TensorSource source = LAYOUT.source(spec);
        needed.put(source.key(), source.shape());
      }
    }
    LAYOUT.ignorable(architecture).forEach(key -> needed.put(key, List.of()));
    keys.properties().forEach(key -> {
      List<Long> shape = new ArrayList<>();
      key.getValue().forEach(extent -> shape.add(extent.asLong()));
      assertThat(needed.get(key.getKey())).as(key.getKey()).isEqualTo(shape);
    });
    needed.keySet().removeAll(LAYOUT.ignorable(architecture));
    assertThat(keys.propertyNames()).containsAll(needed.keySet());
  }

  @Test
  void architecture_readsAllNativeTransformers() throws IOException {
    assertThat(models()
            .filter(model -> isRead(String.valueOf(model.get()[0]), model.get()[2]))
            .count())
        .isEqualTo(READ);
  }

  /** CLIPA pools the mean; ViT-M-16-alt scales its layers; mT5 needs a text without punctuation. */
  private static boolean isRead(String name, @Nullable Object keys) {
    return keys instanceof ObjectNode
        && !name.contains("CLIPA")
        && !name.equals("ViT-M-16-alt")
        && !name.startsWith("ViT-L-14-worldwide");
  }
}
