package dev.clipcoder.encoder.internal;

import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.PrecisionReport;
import dev.clipcoder.model.Tokens;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a module makes of pictures and texts that are the same in every process, to be compared with what another
 * precision makes of them.
 *
 * @param images {@code float[PICTURES][dimension]}, unit rows
 * @param texts {@code float[TEXTS.size()][dimension]}, unit rows
 */
@SuppressWarnings("ArrayRecordComponent") // read by compare alone
record PrecisionProbe(float[][] images, float[][] texts) {

  static final int PICTURES = 4;

  private static final List<String> TEXTS = List.of(
      "a photo of a cat.",
      "a red bus in a narrow street",
      "handwriting",
      "tomato leaf with late blight, which has brown spots on its lower side",
      "an X-ray of a hand",
      "three small boats seen from above",
      "a diagram",
      "the inside of a cathedral at night, lit by candles");

  private static final int SEED = 8;

  /** Waves that make up a picture. */
  private static final int WAVES = 6;

  static PrecisionProbe of(TorchModule module, Checkpoint checkpoint) {
    int side = checkpoint.architecture().imageSize();
    float[][] images = module.encodeImages(pictures(side), PICTURES);
    float[][] texts = new float[TEXTS.size()][];
    for (int i = 0; i < texts.length; i++) {
      Tokens tokens = checkpoint.tokenizer().encode(TEXTS.get(i));
      texts[i] = module.encodeTexts(tokens.ids(), new long[] {tokens.endPosition()})[0];
    }
    return new PrecisionProbe(images, texts);
  }

  /** Coloured waves of several lengths with some noise. Unsigned {@code [PICTURES][3][side][side]}. */
  private static ByteBuffer pictures(int side) {
    SplittableRandom random = new SplittableRandom(SEED);
    ByteBuffer pixels = ByteBuffer.allocateDirect(PICTURES * 3 * side * side);
    for (int plane = 0; plane < PICTURES * 3; plane++) {
      double[][] waves = new double[WAVES][];
      for (int wave = 0; wave < WAVES; wave++) {
        double cycles = Math.pow(2, wave);
        waves[wave] = new double[] {
          random.nextDouble(-cycles, cycles),
          random.nextDouble(-cycles, cycles),
          random.nextDouble(2 * Math.PI)
        };
      }
      put(pixels, side, waves, random);
    }
    return pixels.flip();
  }

  private static void put(ByteBuffer pixels, int side, double[][] waves, SplittableRandom random) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double level = 127.5 + random.nextDouble(-8, 8);
        for (double[] wave : waves) {
          double turns = (wave[0] * x + wave[1] * y) / side;
          level += 30 * Math.sin(2 * Math.PI * turns + wave[2]);
        }
        pixels.put((byte) Math.clamp(Math.round(level), 0, 255));
      }
    }
  }

  /** How near these are to what float32 makes of the same. */
  PrecisionReport compare(PrecisionProbe exact) {
    return new PrecisionReport(
        images.length, texts.length, least(images, exact.images), least(texts, exact.texts));
  }

  private static double least(float[][] rows, float[][] exact) {
    double least = 1;
    for (int row = 0; row < rows.length; row++) {
      double cosine = 0;
      for (int i = 0; i < rows[row].length; i++) {
        cosine += (double) rows[row][i] * exact[row][i];
      }
      // Written so that a cosine that is no number counts as the worst.
      least = cosine >= least ? least : Double.isNaN(cosine) ? -1 : cosine;
    }
    return least;
  }
}
