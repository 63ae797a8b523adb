package dev.clipcoder.testing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Large pictures with detail at every scale, as photographs have it, and with sharp edges. */
public final class TexturedPicture {

  private TexturedPicture() {}

  /** Sums of random grids, each half as fine and √2 times as strong as the one before, under outlines of ellipses. */
  public static BufferedImage of(int width, int height, long seed) {
    Random random = new Random(seed);
    float[][] channels = new float[3][width * height];
    for (int step = 1; step <= 256; step *= 2) {
      for (float[] channel : channels) {
        addGrid(channel, width, height, step, 3 * (float) Math.sqrt(step), random);
      }
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(
          i % width,
          i / width,
          level(channels[0][i]) << 16 | level(channels[1][i]) << 8 | level(channels[2][i]));
    }
    Graphics2D drawing = picture.createGraphics();
    for (int i = 0; i < 30; i++) {
      drawing.setColor(new Color(random.nextInt(1 << 24)));
      drawing.setStroke(new BasicStroke(2 + random.nextInt(8)));
      int size = height / 20 + random.nextInt(height / 3);
      drawing.drawOval(random.nextInt(width), random.nextInt(height), size, size / 2);
    }
    drawing.dispose();
    return picture;
  }

  private static int level(float value) {
    return Math.clamp(Math.round(128 + value), 0, 255);
  }

  private static void addGrid(
      float[] channel, int width, int height, int step, float strength, Random random) {
    int columns = width / step + 2;
    float[] grid = new float[columns * (height / step + 2)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = strength * (random.nextFloat() - 0.5F);
    }
    for (int y = 0; y < height; y++) {
      float down = (float) (y % step) / step;
      for (int x = 0; x < width; x++) {
        float right = (float) (x % step) / step;
        int at = y / step * columns + x / step;
        channel[y * width + x] += (1 - down) * ((1 - right) * grid[at] + right * grid[at + 1])
            + down * ((1 - right) * grid[at + columns] + right * grid[at + columns + 1]);
      }
    }
  }

  /**
   * As a JPEG with halved chroma.
   *
   * @param quality 0 to 1
   */
  public static byte[] jpeg(BufferedImage picture, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(quality);
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), options);
      output.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /** Decoded and encoded again. */
  public static byte[] encodedAgain(byte[] jpeg, float quality) {
    try {
      return jpeg(ImageIO.read(new ByteArrayInputStream(jpeg)), quality);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
