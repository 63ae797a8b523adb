package dev.clipcoder.image;

import dev.clipcoder.image.DecodingRules.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;

/** Files of the fixtures, default settings, and decoding as a caller would. */
final class TestPictures {

  static final Path FOLDER = Path.of("src/test/resources/images");

  static final ImageProperties DEFAULTS = new ImageProperties(
      DataSize.ofMegabytes(20), 50_000_000, 25_000_000, 100, 2, true, Mode.EXACT, false);

  private TestPictures() {}

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }

  /** Reads and awaits; what completes the future exceptionally is thrown as it is. */
  static <T> T read(ImageReader reader, byte[] bytes, Function<RgbImage, T> use) {
    CompletableFuture<T> outcome = reader.read(bytes, use);
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The pixels, copied out: {@code [height][width][3]}. */
  static Pixels pixels(ImageReader reader, byte[] bytes) {
    return read(reader, bytes, TestPictures::copy);
  }

  static Pixels copy(RgbImage image) {
    byte[] rgb = new byte[image.pixels().remaining()];
    image.pixels().get(rgb);
    return new Pixels(image.width(), image.height(), rgb);
  }

  /** Pixels on the heap. */
  @SuppressWarnings("ArrayRecordComponent") // compared by their parts
  record Pixels(int width, int height, byte[] rgb) {}
}
