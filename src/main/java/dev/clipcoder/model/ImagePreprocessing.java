package dev.clipcoder.model;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How a picture becomes the network's input: it is resized (antialiased), the centre is cut out, values are scaled
 * to [0, 1] and normalised by channel.
 *
 * @param edge what a side is resized to, in pixels
 * @param cropSize side of the centre that is cut out, in pixels
 * @param fill level of what a picture does not cover, from 0 to 255
 * @param mean subtracted by channel, red, green, blue
 * @param std divided by, likewise
 */
public record ImagePreprocessing(
    Resize resize,
    Interpolation interpolation,
    CropRounding cropRounding,
    int edge,
    int cropSize,
    int fill,
    List<Double> mean,
    List<Double> std) {

  static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

  /** What is resized to {@link #edge}. */
  public enum Resize {
    /** The shorter side; the longer one in proportion, rounded down. */
    SHORTEST,
    /** The longer side; the shorter one in proportion, rounded, then filled up to the crop. */
    LONGEST,
    /** Both sides, whatever the proportion. */
    SQUASH
  }

  /** How pixels are weighed. */
  public enum Interpolation {
    BILINEAR,
    BICUBIC
  }

  /** Where the crop begins if the margin is odd. */
  public enum CropRounding {
    /** As transformers does. */
    DOWN,
    /** As torchvision does. */
    HALF_EVEN
  }

  /** The usual form: the shorter side, bicubic. */
  public static ImagePreprocessing shortest(
      int edge, int cropSize, List<Double> mean, List<Double> std) {
    return new ImagePreprocessing(
        Resize.SHORTEST, Interpolation.BICUBIC, CropRounding.DOWN, edge, cropSize, 0, mean, std);
  }

  /**
   * Where a picture comes to lie.
   *
   * @param height of the resized picture
   * @param width of the resized picture
   * @param top where the crop begins in it; negative where it has to be filled up above
   * @param left likewise
   */
  public record Placement(int height, int width, int top, int left) {}

  /** Places a picture of this size. */
  public Placement place(int width, int height) {
    int shorter = Math.min(width, height);
    int longer = Math.max(width, height);
    return switch (resize) {
      case SHORTEST -> placed(side(height, shorter), side(width, shorter));
      case LONGEST -> placed(rounded(height, longer), rounded(width, longer));
      case SQUASH -> placed(edge, edge);
    };
  }

  /** Whether a picture of this size has so many times the pixels along a side that are left of it. */
  public boolean hasHeadroom(int width, int height, int times) {
    int resized = resize == Resize.LONGEST ? Math.max(width, height) : Math.min(width, height);
    return resized >= (long) times * edge;
  }

  private int side(int side, int shorter) {
    return (int) ((long) edge * side / shorter);
  }

  /** As OpenCLIP computes it: first the ratio, then half to even. */
  private int rounded(int side, int longer) {
    return Math.max(1, (int) Math.rint(side / (longer / (double) edge)));
  }

  private Placement placed(int height, int width) {
    return new Placement(height, width, margin(height), margin(width));
  }

  private int margin(int side) {
    int spare = side - cropSize;
    if (spare < 0) {
      return -(-spare / 2);
    }
    return cropRounding == CropRounding.DOWN ? spare / 2 : (int) Math.rint(spare / 2.0);
  }

  static List<Double> numbers(JsonNode list) {
    List<Double> values = new ArrayList<>();
    for (JsonNode value : list) {
      values.add(value.asDouble(Double.NaN));
    }
    return List.copyOf(values);
  }

  /** Whether these are values for red, green and blue. */
  static boolean areChannels(List<Double> values, boolean positive) {
    return values.size() == 3
        && values.stream().allMatch(v -> Math.abs(v) < 1000 && (v > 0 || !positive));
  }
}
