package dev.clipcoder.model;

import dev.clipcoder.model.ImagePreprocessing.CropRounding;
import dev.clipcoder.model.ImagePreprocessing.Interpolation;
import dev.clipcoder.model.ImagePreprocessing.Resize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** transformers' {@code preprocessor_config.json}. */
final class PreprocessorConfig {

  static final String FILE = "preprocessor_config.json";

  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;
  private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
  private static final double BYTE_SCALE = 1 / 255.0;

  private PreprocessorConfig() {}

  static JsonNode read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException("%s has no %s.".formatted(folder, FILE));
    }
    return JsonFiles.readObject(file);
  }

  /** As CLIP has it: the shorter side resized, the centre cut out. */
  static ImagePreprocessing ofClip(JsonNode json, int imageSize) {
    requireSteps(json, "CLIP", "do_resize", "do_center_crop", "do_rescale", "do_normalize");
    if (!isAbsent(json.path("resample")) && json.path("resample").asInt(-1) != BICUBIC) {
      throw invalid("resample", json.path("resample"), "3 (bicubic)");
    }
    int shortestEdge = side(json, "size", "shortest_edge", imageSize);
    int cropSize = side(json, "crop_size", "height", imageSize);
    if (cropSize != imageSize || !isAbsentOr(json.path("crop_size").path("width"), cropSize)) {
      throw invalid(
          "crop_size",
          json.path("crop_size"),
          "a square of config.json's image_size, " + imageSize);
    }
    if (shortestEdge < cropSize) {
      throw invalid(
          "size", json.path("size"), "a shortest edge of at least crop_size, " + cropSize);
    }
    return ImagePreprocessing.shortest(
        shortestEdge,
        cropSize,
        channels(json, "image_mean", ImagePreprocessing.CLIP_MEAN),
        channels(json, "image_std", ImagePreprocessing.CLIP_STD));
  }

  /** As SigLIP has it: both sides resized, whatever the proportion, and nothing cut. */
  static ImagePreprocessing ofSiglip(JsonNode json, int imageSize) {
    requireSteps(json, "SigLIP", "do_resize", "do_rescale", "do_normalize");
    JsonNode crop = json.path("do_center_crop");
    if (!isAbsent(crop) && crop.asBoolean(true)) {
      throw invalid("do_center_crop", crop, "false, as SigLIP checkpoints have it");
    }
    int height = side(json, "size", "height", imageSize);
    if (height != imageSize || side(json, "size", "width", imageSize) != imageSize) {
      throw invalid(
          "size", json.path("size"), "a square of config.json's image_size, " + imageSize);
    }
    return new ImagePreprocessing(
        Resize.SQUASH,
        interpolation(json.path("resample")),
        CropRounding.DOWN,
        imageSize,
        imageSize,
        0,
        channels(json, "image_mean", HALVES),
        channels(json, "image_std", HALVES));
  }

  private static Interpolation interpolation(JsonNode resample) {
    if (isAbsent(resample)) {
      return Interpolation.BICUBIC;
    }
    return switch (resample.asInt(-1)) {
      case BILINEAR -> Interpolation.BILINEAR;
      case BICUBIC -> Interpolation.BICUBIC;
      default -> throw invalid("resample", resample, "2 (bilinear) or 3 (bicubic)");
    };
  }

  /** None of the steps may be turned off, and levels must be scaled to [0, 1]. */
  private static void requireSteps(JsonNode json, String family, String... steps) {
    for (String step : steps) {
      if (!isAbsent(json.path(step)) && !json.path(step).asBoolean(false)) {
        throw invalid(step, json.path(step), "true, as %s checkpoints have it".formatted(family));
      }
    }
    JsonNode factor = json.path("rescale_factor");
    if (!isAbsent(factor) && !(Math.abs(factor.asDouble(Double.NaN) - BYTE_SCALE) <= 1e-9)) {
      throw invalid("rescale_factor", factor, "1/255");
    }
  }

  /** Older files say a plain number where newer ones have an object. */
  private static int side(JsonNode json, String key, String member, int defaultValue) {
    JsonNode node = json.path(key);
    JsonNode value = node.isObject() ? node.path(member) : node;
    if (value.isMissingNode() && node.isObject()) {
      throw invalid(key, node, "an object with " + member);
    }
    if (value.isMissingNode() || value.isNull()) {
      return defaultValue;
    }
    if (!value.isIntegralNumber() || value.asInt(0) < 1 || value.asInt(0) > 4096) {
      throw invalid(key, node, "a number of pixels from 1 to 4096");
    }
    return value.asInt(0);
  }

  private static List<Double> channels(JsonNode json, String key, List<Double> defaultValue) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return defaultValue;
    }
    List<Double> values = ImagePreprocessing.numbers(node);
    if (!ImagePreprocessing.areChannels(values, key.equals("image_std"))) {
      throw invalid(key, node, "three numbers, above 0 for image_std");
    }
    return values;
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static boolean isAbsentOr(JsonNode value, int expected) {
    return isAbsent(value) || value.asInt(-1) == expected;
  }

  private static CheckpointException invalid(String key, JsonNode found, String expected) {
    return new CheckpointException("%s: %s is %s; expected %s."
        .formatted(
            FILE,
            key,
            found.isMissingNode() ? "missing" : JsonMapper.shared().writeValueAsString(found),
            expected));
  }
}
