package dev.clipcoder.evaluation;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.image.ImageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Files to embeddings. Decoding runs ahead on its pool; the device gets one picture at a time, because the last
 * digits of an embedding depend on the batch that it was part of, and a report should come out the same every time.
 */
final class PictureEncoder {

  /** Pictures that are read and decoded ahead. */
  private static final int AHEAD = 8;

  /** Longer than any picture takes: nobody waits for a single one. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ImageReader reader;
  private final ImageEncoder encoder;
  private final int maxBytes;

  /**
   * @param maxBytes largest file; of larger ones only this much is read, for the reader to refuse
   */
  PictureEncoder(ImageReader reader, ImageEncoder encoder, int maxBytes) {
    this.reader = reader;
    this.encoder = encoder;
    this.maxBytes = maxBytes;
  }

  /** A picture with its embedding. */
  record Seen(LabelledPicture picture, Embedding embedding) {}

  /** Decoding under way. */
  private record Begun(LabelledPicture picture, CompletableFuture<Pixels> pixels) {}

  /**
   * Encodes the pictures in their order.
   *
   * @param unreadable where those that cannot be read are added, with the reason
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot go on
   */
  List<Seen> encode(Path root, List<LabelledPicture> pictures, List<LeftOut> unreadable) {
    List<Seen> seen = new ArrayList<>(pictures.size());
    Queue<Begun> begun = new ArrayDeque<>();
    for (LabelledPicture picture : pictures) {
      begun.add(new Begun(picture, begin(picture.file())));
      if (begun.size() > AHEAD) {
        finish(root, begun.remove(), seen, unreadable);
      }
    }
    while (!begun.isEmpty()) {
      finish(root, begun.remove(), seen, unreadable);
    }
    return seen;
  }

  private CompletableFuture<Pixels> begin(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in.readNBytes(maxBytes + 1), encoder::isAmple, encoder::preprocess);
    } catch (IOException | ImageException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(Path root, Begun begun, List<Seen> seen, List<LeftOut> unreadable) {
    try {
      Pixels pixels = begun.pixels().join();
      Embedding embedding = encoder.encode(pixels, Deadline.in(PATIENCE)).join().embedding();
      seen.add(new Seen(begun.picture(), embedding));
    } catch (CompletionException e) {
      String file = root.relativize(begun.picture().file()).toString();
      switch (e.getCause()) {
        case ImageException refused ->
          unreadable.add(new LeftOut(file, String.valueOf(refused.getMessage())));
        case IOException failed ->
          unreadable.add(new LeftOut(file, "The file cannot be read: " + failed));
        case RuntimeException other -> throw other;
        case null, default -> throw e;
      }
    }
  }
}
