package dev.clipcoder.encoder;

import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.image.ImageTooLargeException;
import dev.clipcoder.image.RgbImage;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The image tower behind its device thread; preprocessing runs on the caller's thread. */
final class TorchImageEncoder implements ImageEncoder {

  /**
   * Most times one side may be as long as the other. The shorter side is resized to the network's input, so an
   * extreme strip would grow to gigabytes on the way to being cut to its centre.
   */
  private static final int LARGEST_ASPECT = 50;

  /**
   * Below this, what was lost by reducing shows after resizing: Pillow's documentation of {@code reducing_gap} calls 3
   * indistinguishable in most cases.
   */
  private static final int HEADROOM = 3;

  private final TorchModule module;
  private final Device device;
  private final int imageSize;
  private final Arrivals arrivals;
  private final Timer preprocessing;

  TorchImageEncoder(
      TorchModule module, Device device, int imageSize, Arrivals arrivals, Timer preprocessing) {
    this.module = module;
    this.device = device;
    this.imageSize = imageSize;
    this.arrivals = arrivals;
    this.preprocessing = preprocessing;
  }

  @Override
  public Pixels preprocess(RgbImage image) {
    int shorter = Math.min(image.width(), image.height());
    int longer = Math.max(image.width(), image.height());
    if (longer > (long) LARGEST_ASPECT * shorter) {
      throw new ImageTooLargeException(
          "The picture is %d×%d pixels; one side may be at most %d times the other."
              .formatted(image.width(), image.height(), LARGEST_ASPECT));
    }
    Timer.Sample sample = Timer.start();
    byte[] pixels =
        arrivals.during(() -> module.preprocess(image.pixels(), image.width(), image.height()));
    sample.stop(preprocessing);
    return new Pixels(pixels, imageSize);
  }

  @Override
  public boolean isAmple(int width, int height) {
    return module.preprocessing().hasHeadroom(width, height, HEADROOM);
  }

  @Override
  public CompletableFuture<Encoded> encode(Pixels pixels, Deadline deadline, Urgency urgency) {
    if (pixels.size() != imageSize) {
      throw new IllegalArgumentException("Pixels of side %d are not of this model, which takes %d"
          .formatted(pixels.size(), imageSize));
    }
    WorkItem.Encoding item = WorkItem.of(new Picture(pixels), deadline, urgency);
    device.submit(List.of(item));
    return item.result();
  }
}
