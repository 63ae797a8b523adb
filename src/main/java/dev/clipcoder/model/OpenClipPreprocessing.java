package dev.clipcoder.model;

import dev.clipcoder.model.ImagePreprocessing.CropRounding;
import dev.clipcoder.model.ImagePreprocessing.Interpolation;
import dev.clipcoder.model.ImagePreprocessing.Resize;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The {@code preprocess_cfg} of OpenCLIP's configuration. The size is always the model's own; what is missing or
 * null has OpenCLIP's default.
 */
final class OpenClipPreprocessing {

  private OpenClipPreprocessing() {}

  static ImagePreprocessing read(JsonNode config, int imageSize) {
    ConfigSection root = ConfigSection.root(OpenClipLayout.CONFIG, config);
    ConfigSection section = root.has("preprocess_cfg")
        ? root.section("preprocess_cfg")
        : new ConfigSection(
            OpenClipLayout.CONFIG, "preprocess_cfg.", JsonNodeFactory.instance.objectNode());
    section.choice("mode", "RGB", "RGB");
    String interpolation =
        section.choice("interpolation", "bicubic", "bicubic", "bilinear", "random");
    int fill = section.notNegative("fill_color", 0);
    if (fill > 255) {
      throw section.invalid("fill_color", fill, "a level from 0 to 255");
    }
    return new ImagePreprocessing(
        Resize.valueOf(section
            .choice("resize_mode", "shortest", "shortest", "longest", "squash")
            .toUpperCase(Locale.ROOT)),
        // 'random' concerns training; pictures that are only looked at are resized bicubically.
        interpolation.equals("bilinear") ? Interpolation.BILINEAR : Interpolation.BICUBIC,
        CropRounding.HALF_EVEN,
        imageSize,
        imageSize,
        fill,
        channels(section, "mean", ImagePreprocessing.CLIP_MEAN),
        channels(section, "std", ImagePreprocessing.CLIP_STD));
  }

  /** One number stands for three. */
  private static List<Double> channels(
      ConfigSection section, String key, List<Double> defaultValue) {
    JsonNode node = section.node().path(key);
    if (!section.has(key)) {
      return defaultValue;
    }
    List<Double> values = node.isNumber()
        ? Collections.nCopies(3, node.asDouble(Double.NaN))
        : ImagePreprocessing.numbers(node);
    if (!ImagePreprocessing.areChannels(values, key.equals("std"))) {
      throw section.invalid(key, node, "three numbers, above 0 for std");
    }
    return values;
  }
}
