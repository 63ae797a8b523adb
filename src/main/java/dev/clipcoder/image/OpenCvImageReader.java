package dev.clipcoder.image;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Reads pictures by OpenCV on a pool of platform threads. The library is loaded and tried while the rest of the
 * application starts, so that the first request does not pay for it and a platform without it fails at once.
 */
@Component
final class OpenCvImageReader implements ImageReader, SmartInitializingSingleton, DisposableBean {

  /** A PNG of one black pixel. */
  private static final String WARM_UP =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC";

  private final ImageLimits limits;
  private final DecodingRules rules;
  private final MeterRegistry meters;
  private final DecodeQueue queue;
  private final CompletableFuture<Integer> warmUp;

  OpenCvImageReader(ImageProperties settings, MeterRegistry meters) {
    this.limits = new ImageLimits(settings);
    this.rules = settings.rules();
    this.meters = meters;
    this.queue = new DecodeQueue(settings.threads(), settings.megapixelsInFlight() * 1_000_000L);
    Gauge.builder("clipcoder.decode.megapixels", queue, q -> q.pixelsInFlight() / 1e6)
        .description("Megapixels that are held decoded")
        .register(meters);
    this.warmUp = read(Base64.getDecoder().decode(WARM_UP), RgbImage::width);
  }

  @Override
  public void afterSingletonsInstantiated() {
    warmUp.join();
  }

  @Override
  public void destroy() {
    queue.close();
  }

  @Override
  public DecodingRules rules() {
    return rules;
  }

  @Override
  public <T> CompletableFuture<T> read(byte[] bytes, Detail detail, Function<RgbImage, T> use) {
    limits.checkBytes(bytes.length);
    ImageHeader header = ImageHeader.read(bytes);
    limits.check(header);
    Reduction reduction = Reduction.strongest(header, rules, detail);
    return queue.submit(reduction.pixels(header), () -> decode(bytes, header, reduction, use));
  }

  private <T> T decode(
      byte[] bytes, ImageHeader header, Reduction reduction, Function<RgbImage, T> use) {
    Timer.Sample start = Timer.start(meters);
    Mat pixels = PixelDecoder.decode(bytes, header, reduction, rules.upright());
    start.stop(Timer.builder("clipcoder.decode")
        .description("Time to decode a picture")
        .tag("format", header.format().tag())
        .register(meters));
    try (NativeRgbImage image = new NativeRgbImage(pixels)) {
      return use.apply(image);
    }
  }
}
