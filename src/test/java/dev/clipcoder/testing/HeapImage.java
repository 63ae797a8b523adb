package dev.clipcoder.testing;

import dev.clipcoder.image.Region;
import dev.clipcoder.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pixels of a lossless file, read by the JDK: a second opinion beside the service's own decoder. */
public record HeapImage(int width, int height, ByteBuffer pixels) implements RgbImage {

  public static HeapImage read(Path png) {
    try {
      BufferedImage image = ImageIO.read(png.toFile());
      ByteBuffer pixels = ByteBuffer.allocateDirect(image.getWidth() * image.getHeight() * 3);
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int rgb = image.getRGB(x, y);
          pixels.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
      }
      return new HeapImage(image.getWidth(), image.getHeight(), pixels.flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RgbImage crop(Region region) {
    throw new UnsupportedOperationException();
  }
}
