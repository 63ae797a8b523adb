package dev.clipcoder.model;

import dev.clipcoder.model.ClipShape.Tower;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * OpenCLIP's {@code open_clip_config.json}: the arguments of its model classes, as far as its own vision transformer
 * and its own causal text transformer take them. Everything else is refused by its key, since the weights of another
 * architecture would not fit, or worse, would.
 */
final class OpenClipConfig {

  private static final String SUPPORTED =
      "OpenCLIP's own ViT and causal text transformer; that is what is read of OpenCLIP, and SigLIP as transformers writes it";

  private static final Set<String> MODEL_KEYS = Set.of(
      "embed_dim",
      "vision_cfg",
      "text_cfg",
      "quick_gelu",
      "init_logit_scale",
      "nonscalar_logit_scale",
      "output_dict");

  /** Keys without influence on what is computed here: training, and details of what is switched off. */
  private static final Set<String> VISION_KEYS = Set.of(
      "layers",
      "width",
      "head_width",
      "mlp_ratio",
      "patch_size",
      "image_size",
      "norm_kwargs",
      "patch_dropout",
      "pos_embed_type",
      "output_tokens",
      "attn_pooler_queries",
      "attn_pooler_heads",
      "timm_model_pretrained",
      "timm_pool",
      "timm_proj",
      "timm_proj_bias",
      "timm_drop",
      "timm_drop_path");

  private static final Set<String> TEXT_KEYS = Set.of(
      "context_length",
      "vocab_size",
      "hf_tokenizer_name",
      "width",
      "heads",
      "layers",
      "mlp_ratio",
      "norm_kwargs",
      "pad_id",
      "eos_id",
      "pool_type",
      "output_tokens",
      "hf_model_pretrained",
      "hf_proj_type",
      "hf_pooler_type");

  private OpenClipConfig() {}

  static ClipShape shape(JsonNode config) {
    ConfigSection model = model(config);
    requireKnown(model, MODEL_KEYS);
    ConfigSection vision = model.section("vision_cfg");
    requireKnown(vision, VISION_KEYS);
    ConfigSection text = model.section("text_cfg");
    requireKnown(text, TEXT_KEYS);
    boolean quickGelu = model.flag("quick_gelu", false);
    int imageSize = vision.square("image_size", 224);
    int patch = vision.square("patch_size", 16);
    if (patch > imageSize) {
      throw vision.invalid("patch_size", patch, "at most image_size, " + imageSize);
    }
    int vocabulary = text.positive("vocab_size", 49408);
    return new ClipShape(
        model.positive("embed_dim", 0),
        imageSize,
        patch,
        text.positive("context_length", 77),
        vocabulary,
        visionTower(vision, quickGelu),
        textTower(text, quickGelu),
        endOfText(text, vocabulary));
  }

  /** The name of a tokenizer that is not OpenAI's, or an empty text. */
  static String tokenizerName(JsonNode config) {
    return model(config).section("text_cfg").node().path("hf_tokenizer_name").asString("");
  }

  private static ConfigSection model(JsonNode config) {
    return ConfigSection.root(OpenClipLayout.CONFIG, config).section("model_cfg");
  }

  private static Tower visionTower(ConfigSection vision, boolean quickGelu) {
    if (vision.node().path("layers").isArray()) {
      throw vision.invalid("layers", "a list, that of a ResNet", SUPPORTED);
    }
    int width = vision.positive("width", 768);
    int headWidth = vision.positive("head_width", 64);
    if (width % headWidth != 0) {
      throw vision.invalid("head_width", headWidth, "a divisor of width, " + width);
    }
    return tower(vision, width, width / headWidth, quickGelu);
  }

  private static Tower textTower(ConfigSection text, boolean quickGelu) {
    int width = text.positive("width", 512);
    int heads = text.positive("heads", 8);
    if (width % heads != 0) {
      throw text.invalid("heads", heads, "a divisor of width, " + width);
    }
    return tower(text, width, heads, quickGelu);
  }

  /** OpenCLIP rounds the inner width down. */
  private static Tower tower(ConfigSection config, int width, int heads, boolean quickGelu) {
    return new Tower(
        width,
        (int) (width * config.ratio("mlp_ratio", 4)),
        config.layers("layers", 12),
        heads,
        quickGelu,
        epsilon(config));
  }

  private static double epsilon(ConfigSection config) {
    if (!config.has("norm_kwargs")) {
      return 1e-5;
    }
    ConfigSection norm = config.section("norm_kwargs");
    requireKnown(norm, Set.of("eps"));
    return norm.fraction("eps", 1e-5);
  }

  private static EndOfText endOfText(ConfigSection text, int vocabulary) {
    if (text.choice("pool_type", "argmax", "argmax", "eos").equals("argmax")) {
      return new EndOfText.Highest();
    }
    int token = text.notNegative("eos_id", 2);
    if (token >= vocabulary) {
      throw text.invalid("eos_id", token, "a token below vocab_size, " + vocabulary);
    }
    return new EndOfText.First(token);
  }

  /** Other keys may be there as long as they switch nothing on. */
  private static void requireKnown(ConfigSection section, Set<String> known) {
    for (String key : new TreeSet<>(section.node().propertyNames())) {
      if (!known.contains(key) && !isOff(section, key)) {
        throw section.invalid(key, section.node().path(key), SUPPORTED);
      }
    }
  }

  private static boolean isOff(ConfigSection section, String key) {
    JsonNode value = section.node().path(key);
    return switch (key) {
      case "pool_type" -> value.asString("").equals("tok");
      case "proj_type" -> value.asString("").equals("linear");
      default ->
        value.isNull()
            || (value.isBoolean() && !value.asBoolean())
            || (value.isContainer() && value.isEmpty())
            || (value.isString() && List.of("", "default").contains(value.asString()));
    };
  }
}
