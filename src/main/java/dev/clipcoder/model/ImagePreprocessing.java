package dev.clipcoder.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a picture becomes the network's input: the shorter side is resized (bicubic, antialiased), the centre is cut
 * out, values are scaled to [0, 1] and normalised by channel.
 *
 * @param shortestEdge what the shorter side is resized to, in pixels
 * @param cropSize side of the centre that is cut out, in pixels
 * @param mean subtracted by channel, red, green, blue
 * @param std divided by, likewise
 */
public record ImagePreprocessing(
    int shortestEdge, int cropSize, List<Double> mean, List<Double> std) {

  static final String FILE = "preprocessor_config.json";

  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final int BICUBIC = 3;
  private static final double BYTE_SCALE = 1 / 255.0;

  static ImagePreprocessing read(Path folder, int imageSize) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException("%s has no %s.".formatted(folder, FILE));
    }
    JsonNode json = JsonFiles.readObject(file);
    for (String step : List.of("do_resize", "do_center_crop", "do_rescale", "do_normalize")) {
      if (!json.path(step).asBoolean(true)) {
        throw invalid(step, json.path(step), "true, as CLIP checkpoints have it");
      }
    }
    if (json.path("resample").asInt(BICUBIC) != BICUBIC) {
      throw invalid("resample", json.path("resample"), "3 (bicubic)");
    }
    if (Math.abs(json.path("rescale_factor").asDouble(BYTE_SCALE) - BYTE_SCALE) > 1e-9) {
      throw invalid("rescale_factor", json.path("rescale_factor"), "1/255");
    }
    int shortestEdge = side(json, "size", "shortest_edge", imageSize);
    int cropSize = side(json, "crop_size", "height", imageSize);
    if (cropSize != imageSize || json.path("crop_size").path("width").asInt(cropSize) != cropSize) {
      throw invalid(
          "crop_size",
          json.path("crop_size"),
          "a square of config.json's image_size, " + imageSize);
    }
    if (shortestEdge < cropSize) {
      throw invalid(
          "size", json.path("size"), "a shortest edge of at least crop_size, " + cropSize);
    }
    return new ImagePreprocessing(
        shortestEdge,
        cropSize,
        channels(json, "image_mean", CLIP_MEAN),
        channels(json, "image_std", CLIP_STD));
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
    if (!value.isIntegralNumber() || value.asInt() < 1 || value.asInt() > 4096) {
      throw invalid(key, node, "a number of pixels from 1 to 4096");
    }
    return value.asInt();
  }

  private static List<Double> channels(JsonNode json, String key, List<Double> defaultValue) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return defaultValue;
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode value : node) {
      values.add(value.asDouble(Double.NaN));
    }
    if (values.size() != 3 || values.stream().anyMatch(v -> !(Math.abs(v) < 1000))) {
      throw invalid(key, node, "three numbers");
    }
    if (key.equals("image_std") && values.stream().anyMatch(v -> v <= 0)) {
      throw invalid(key, node, "three numbers above 0");
    }
    return List.copyOf(values);
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
