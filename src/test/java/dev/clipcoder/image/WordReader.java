package dev.clipcoder.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Reads "pictures" that are a PNG signature and a word; two words with a bar between them stand side by side. Says
 * no in each of the ways in which a real reader does.
 */
public final class WordReader implements ImageReader, AutoCloseable {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private volatile Detail lastDetail = Detail.ALL;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  public static byte[] picture(String word) {
    byte[] text = word.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(SIGNATURE.length + text.length)
        .put(SIGNATURE)
        .put(text)
        .array();
  }

  @Override
  public DecodingRules rules() {
    return new DecodingRules(DecodingRules.Mode.EXACT, true);
  }

  @Override
  public <T> CompletableFuture<T> read(byte[] bytes, Detail detail, Function<RgbImage, T> use) {
    lastDetail = detail;
    ByteBuffer head = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, SIGNATURE.length));
    if (!head.equals(ByteBuffer.wrap(SIGNATURE))) {
      throw new UnsupportedImageException("Not a picture of a kind that is read here.");
    }
    String word = new String(
        bytes, SIGNATURE.length, bytes.length - SIGNATURE.length, StandardCharsets.UTF_8);
    if (word.equals("closed")) {
      throw new RejectedExecutionException("closed");
    }
    if (word.equals("huge")) {
      throw new ImageTooLargeException("The picture has too many pixels.");
    }
    return CompletableFuture.supplyAsync(
        () -> {
          if (word.equals("broken")) {
            throw new UndecodableImageException("The PNG is cut off.");
          }
          return use.apply(new WordImage(word));
        },
        pool);
  }

  /** What the last picture was asked for with. */
  public Detail lastDetail() {
    return lastDetail;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private record WordImage(String word) implements RgbImage {

    @Override
    public int width() {
      return 2;
    }

    @Override
    public int height() {
      return 1;
    }

    @Override
    public ByteBuffer pixels() {
      return ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    @Override
    public RgbImage crop(Region region) {
      int bar = word.indexOf('|');
      return new WordImage(region.x() < 0.5 ? word.substring(0, bar) : word.substring(bar + 1));
    }
  }
}
