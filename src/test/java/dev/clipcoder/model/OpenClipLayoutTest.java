package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which layout is read, and what of OpenCLIP's configurations is not. */
class OpenClipLayoutTest {

  @TempDir
  Path temporary;

  /** Each row: the object in model_cfg or beside it, a key, its value, a part of the sentence. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      vision_cfg     | timm_model_name  | "vit_base_patch16" | timm_model_name is "vit_base_patch16"; expected OpenCLIP's own ViT
      vision_cfg     | layers           | [3, 4, 6, 3]    | layers is a list, that of a ResNet; expected OpenCLIP's own ViT
      vision_cfg     | attentional_pool | true            | attentional_pool is true; expected OpenCLIP's own
      vision_cfg     | pool_type        | "avg"           | vision_cfg.pool_type is "avg"; expected OpenCLIP's own
      vision_cfg     | no_ln_pre        | true            | no_ln_pre is true
      vision_cfg     | ls_init_value    | 0.0001          | ls_init_value is 1.0E-4
      vision_cfg     | qk_norm          | true            | qk_norm is true
      vision_cfg     | block_type       | "custom"        | block_type is "custom"
      vision_cfg     | act_kwargs       | {"approximate":"tanh"} | act_kwargs is {"approximate":"tanh"}
      vision_cfg     | norm_kwargs      | {"x":1} | norm_kwargs.x is 1
      vision_cfg     | made_up          | 1               | made_up is 1
      vision_cfg     | image_size       | [32, 48]        | image_size is [32,48]
      vision_cfg     | patch_size       | 64              | patch_size is 64; expected at most image_size, 32
      vision_cfg     | head_width       | 17              | head_width is 17; expected a divisor of width, 48
      vision_cfg     | mlp_ratio        | 1e30            | expected a number from 0.01 to 100
      vision_cfg     | mlp_ratio        | "4"             | expected a number from 0.01 to 100
      vision_cfg     | width            | 1e400           | expected a whole number
      vision_cfg     | width            | 99999999999999999999 | expected a whole number
      text_cfg       | hf_model_name    | "roberta-base"  | hf_model_name is "roberta-base"; expected OpenCLIP's own
      text_cfg       | pool_type        | "last"          | text_cfg.pool_type is "last"; expected one of [argmax, eos]
      text_cfg       | no_causal_mask   | true            | no_causal_mask is true
      text_cfg       | embed_cls        | true            | embed_cls is true
      text_cfg       | proj_type        | "none"          | proj_type is "none"
      text_cfg       | proj_bias        | true            | proj_bias is true
      text_cfg       | tokenizer_kwargs | {"strip_sep_token":true} | tokenizer_kwargs is {"strip_sep_token":true}
      text_cfg       | heads            | 5               | heads is 5; expected a divisor of width, 32
      text_cfg       | vocab_size       | 641             | expected [641, 32] by open_clip_config.json
      text_cfg       | layers           | 3               | has no tensor 'transformer.resblocks.2.
      .              | custom_text      | true            | custom_text is true; expected OpenCLIP's own
      .              | multimodal_cfg   | {"width":8}     | multimodal_cfg is {"width":8}; expected OpenCLIP's own
      .              | init_logit_bias  | -10             | init_logit_bias is -10
      .              | embed_dim        | null            | embed_dim is 0
      .              | embed_dim        | 25              | 'visual.proj' has the shape [48, 24]; expected [48, 25]
      .              | quick_gelu       | "yes"           | quick_gelu is "yes"; expected true or false
      .              | text_cfg         | 3               | text_cfg is 3; expected an object
      preprocess_cfg | resize_mode      | "crop"          | resize_mode is "crop"; expected one of
      preprocess_cfg | interpolation    | "lanczos"       | interpolation is "lanczos"; expected one of
      preprocess_cfg | mean             | [0.1, 0.2]      | mean is [0.1,0.2]; expected three numbers
      preprocess_cfg | mean             | ["a", 1, 2]     | expected three numbers
      preprocess_cfg | std              | 0               | std is 0; expected three numbers, above 0
      preprocess_cfg | fill_color       | 256             | fill_color is 256; expected a level from 0 to 255
      preprocess_cfg | mode             | "L"             | mode is "L"; expected one of [RGB]
      """)
  void read_unsupportedConfiguration_saysWhatIsRead(
      String section, String key, String json, String sentence) throws IOException {
    Path folder = copy("open-clip-f32");
    Path file = folder.resolve(OpenClipLayout.CONFIG);
    JsonNode config = Fixtures.json(file);
    JsonNode target = switch (section) {
      case "." -> config.path("model_cfg");
      case "preprocess_cfg" -> config.path(section);
      default -> config.path("model_cfg").path(section);
    };
    ((ObjectNode) target).put(key, "PLACE");
    // As text, so that a number may be larger than any that Java has.
    Files.writeString(file, config.toString().replace("\"PLACE\"", json));

    Refusal.assertRefused(() -> read(folder), sentence);
  }

  @Test
  void read_bothLayouts_takesTransformers() throws IOException {
    Path folder = Fixtures.copy(Fixtures.checkpoint("eos-2"), temporary.resolve("checkpoint"));
    for (String name : List.of(OpenClipLayout.CONFIG, "open_clip_model.safetensors")) {
      Files.copy(Fixtures.layout("open-clip-f32").resolve(name), folder.resolve(name));
    }

    assertThat(textWidth(folder)).isEqualTo(16);
  }

  /** timm publishes folders with a config.json and a model.safetensors of its own beside OpenCLIP's files. */
  @Test
  void read_configOfAThirdLibrary_takesOpenClip() throws IOException {
    Path folder = copy("open-clip-f32");
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"vit_base_patch32\"}");
    Files.write(folder.resolve("model.safetensors"), new byte[8]);

    assertThat(textWidth(folder)).isEqualTo(32);
  }

  @Test
  void read_transformersWithoutItsWeights_takesOpenClip() throws IOException {
    Path folder = copy("open-clip-f32");
    Files.copy(Fixtures.checkpoint("eos-2").resolve("config.json"), folder.resolve("config.json"));

    assertThat(textWidth(folder)).isEqualTo(32);
  }

  @Test
  void read_noWeights_namesTheFiles() throws IOException {
    Path folder = copy("open-clip-f32");
    Files.delete(folder.resolve("open_clip_model.safetensors"));

    assertThatThrownBy(() -> read(folder))
        .hasMessageContaining(
            "has no weights: expected open_clip_model.safetensors, or open_clip_pytorch_model");
  }

  @Test
  void read_anotherTokenizerThatIsMissing_isRefused() throws IOException {
    Path folder = copy("open-clip-squash-bf16");
    Files.delete(folder.resolve("tokenizer.json"));

    assertThatThrownBy(() -> read(folder))
        .hasMessageContaining("names the tokenizer 'tiny'")
        .hasMessageContaining("has no tokenizer.json");
  }

  /** OpenAI's vocabulary is meant then, and does not fit a table of 640 tokens. */
  @Test
  void read_noTokenizer_takesOpenAis() throws IOException {
    Path folder = copy("open-clip-f32");
    Files.delete(folder.resolve("vocab.json"));

    assertThatThrownBy(() -> read(folder))
        .hasMessageContaining("OpenAI's vocabulary has the token id 49407; expected ids below 640");
  }

  @Test
  void read_minimal_hasOpenClipsDefaults() {
    ClipShape shape = OpenClipConfig.shape(JsonMapper.shared().readTree("""
        {"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}}"""));

    assertThat(shape)
        .isEqualTo(new ClipShape(
            512,
            224,
            16,
            77,
            49408,
            new ClipShape.Tower(768, 3072, 12, 12, false, 1e-5),
            new ClipShape.Tower(512, 2048, 12, 8, false, 1e-5),
            new EndOfText.Highest()));
  }

  private Path copy(String name) {
    return Fixtures.copy(Fixtures.layout(name), temporary.resolve("checkpoint"));
  }

  /** The width of the text tower tells which of two models was read. */
  private long textWidth(Path folder) {
    try (Checkpoint checkpoint = reader().read("x", folder)) {
      return checkpoint.architecture().textTower().getFirst().shape().get(1);
    }
  }

  private void read(Path folder) {
    reader().read("x", folder).close();
  }

  private CheckpointReader reader() {
    return CheckpointReader.rememberingIn(temporary);
  }
}
