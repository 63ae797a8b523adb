package dev.clipcoder.classify;

import dev.clipcoder.encoder.Encoded;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.fewshot.ExampleId;
import dev.clipcoder.fewshot.Keep;
import dev.clipcoder.fewshot.KeptPicture;
import dev.clipcoder.fewshot.NewExample;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.RgbImage;
import dev.clipcoder.image.Thumbnails;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Makes examples of pictures: encoded, and with what is to be kept of them. */
record ExampleViewing(ImageReader reader, ImageEncoder encoder) {

  /** A decoded picture on its way to the device. */
  private record Prepared(Pixels input, @Nullable KeptPicture kept) {}

  /** A picture that is being decoded. */
  final class Begun {

    private final byte[] picture;
    private final CompletableFuture<Prepared> decoding;

    private Begun(byte[] picture, CompletableFuture<Prepared> decoding) {
      this.picture = picture;
      this.decoding = decoding;
    }

    /** Waits for it, and queues it for the device. */
    CompletableFuture<Encoded> encode(Work work) {
      return work.begin(
          encoder.encode(work.await(decoding).input(), work.deadline(), work.urgency()));
    }

    /** The example, once its embedding is there. */
    NewExample example(String label, CompletableFuture<Encoded> encoding, Work work) {
      return new NewExample(
          ExampleId.of(picture),
          label,
          work.await(encoding).embedding(),
          work.await(decoding).kept());
    }

    CompletableFuture<?> decoding() {
      return decoding;
    }
  }

  /**
   * Begins with a picture.
   *
   * @throws dev.clipcoder.image.ImageException if its header shows that it cannot be read
   */
  Begun begin(byte[] picture, Keep keep, Work work) {
    try {
      return new Begun(
          picture, work.begin(reader.read(picture, image -> prepare(image, picture, keep))));
    } catch (RejectedExecutionException closed) {
      throw new EncoderUnavailableException("The service is shutting down.", closed);
    }
  }

  private Prepared prepare(RgbImage image, byte[] picture, Keep keep) {
    KeptPicture kept = switch (keep) {
      case EMBEDDINGS -> null;
      case THUMBNAILS -> new KeptPicture(Keep.THUMBNAILS, Thumbnails.jpeg(image));
      case ORIGINALS -> new KeptPicture(Keep.ORIGINALS, picture);
    };
    return new Prepared(encoder.preprocess(image), kept);
  }
}
