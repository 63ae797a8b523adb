package dev.clipcoder.image;

import java.util.OptionalInt;

/**
 * The first page of a TIFF. Its orientation is applied whatever the settings say, as PIL does when it opens one,
 * hence {@link #orientation()} asks for nothing more.
 *
 * @param stored orientation tag, 1 to 8: from 5 on, the decoded picture lies across
 * @param cmyk whether the samples are inks instead of light
 * @param photometric position of the low byte of PhotometricInterpretation
 * @param unassociatedAlpha position of the low byte of ExtraSamples (2) in an 8-bit RGBA page, or −1
 * @param tileWidth columns of one tile, 1 without tiles; a tile may be larger than the picture
 * @param tileHeight rows of one tile, 1 without tiles
 * @param associatedAlpha whether the colours of an 8-bit RGBA page are multiplied with its alpha
 */
record TiffHeader(
    int width,
    int height,
    int stored,
    boolean cmyk,
    int photometric,
    int unassociatedAlpha,
    int tileWidth,
    int tileHeight,
    boolean associatedAlpha)
    implements ImageHeader {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES = 277;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int RGB = 2;
  private static final int SEPARATED = 5;
  private static final int YCBCR = 6;
  private static final int ASSOCIATED = 1;
  private static final int UNASSOCIATED = 2;
  private static final int UNSIGNED = 1;

  @Override
  public ImageFormat format() {
    return ImageFormat.TIFF;
  }

  static TiffHeader read(ByteView file) {
    TiffDirectory directory = TiffDirectory.first(file)
        .orElseThrow(() -> new UndecodableImageException(
            "The TIFF has no directory where its header says: it is damaged or cut off."));
    int width = directory.value(WIDTH).orElse(0);
    int height = directory.value(HEIGHT).orElse(0);
    int bits = directory.value(BITS).orElse(1);
    int photometric = directory.value(PHOTOMETRIC).orElse(0);
    int samples = directory.value(SAMPLES).orElse(1);
    boolean cmyk = photometric == SEPARATED;
    refuseWhatCannotBeShown(
        photometric, bits, samples, directory.value(SAMPLE_FORMAT).orElse(UNSIGNED));
    int extra = directory.value(EXTRA_SAMPLES).orElse(0);
    boolean rgba = photometric == RGB && samples == 4 && bits == 8;
    OptionalInt extraPosition = directory.lowByte(EXTRA_SAMPLES);
    return new TiffHeader(
        width,
        height,
        Orientation.valid(directory.value(Orientation.TAG).orElse(Orientation.UPRIGHT)),
        cmyk,
        directory.lowByte(PHOTOMETRIC).orElse(-1),
        rgba && extra == UNASSOCIATED ? extraPosition.orElse(-1) : -1,
        directory.value(TILE_WIDTH).orElse(1),
        directory.value(TILE_HEIGHT).orElse(1),
        rgba && extra == ASSOCIATED);
  }

  private static void refuseWhatCannotBeShown(
      int photometric, int bits, int samples, int sampleFormat) {
    if (photometric == 4 || photometric > YCBCR) {
      throw new UnsupportedImageException(
          "This TIFF has colour model %d; grey, RGB, palette, CMYK and YCbCr are read."
              .formatted(photometric));
    }
    if (bits > 16 || sampleFormat != UNSIGNED) {
      throw new UnsupportedImageException(
          "This TIFF has samples of %d bits, sample format %d; unsigned integers of up to 16 bits are read."
              .formatted(bits, sampleFormat));
    }
    if (samples > 4) {
      throw new UnsupportedImageException(
          "This TIFF has %d channels; up to 4 are read.".formatted(samples));
    }
    if (photometric == SEPARATED && (bits != 8 || samples != 4)) {
      throw new UnsupportedImageException(
          "This TIFF has %d inks of %d bits; only CMYK of 8 bits is read."
              .formatted(samples, bits));
    }
  }
}
