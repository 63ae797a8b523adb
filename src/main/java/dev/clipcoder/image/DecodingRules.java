package dev.clipcoder.image;

/**
 * What decides the pixels of a file beside its bytes.
 *
 * @param mode how closely files are decoded
 * @param upright whether pictures are turned by their EXIF orientation
 */
public record DecodingRules(Mode mode, boolean upright) {

  /** How closely files are decoded. */
  public enum Mode {
    /** As Pillow does, every pixel. */
    EXACT("exact"),
    /** A large JPEG is reduced while it is decoded, where that leaves {@linkplain Detail enough}. */
    FAST("fast");

    private final String label;

    Mode(String label) {
      this.label = label;
    }

    /** As it is written in settings. */
    public String label() {
      return label;
    }
  }
}
