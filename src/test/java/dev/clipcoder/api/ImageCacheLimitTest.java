package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Room for thirteen pictures: what is kept stays within what is allowed. */
@TestPropertySource(properties = "clipcoder.image-cache.max-bytes=4KB")
class ImageCacheLimitTest extends ServiceTest {

  @Autowired
  private MeterRegistry meters;

  @Test
  void morePicturesThanFit_someAreForgotten() {
    for (int i = 0; i < 50; i++) {
      http.post("/embed", picture("word" + i), "image/png");
    }
    await()
        .untilAsserted(
            () -> assertThat(meters.get("clipcoder.images.remembered").gauge().value())
                .isBetween(3000.0, 4096.0));
    assertThat(meters
            .get("cache.evictions")
            .tag("cache", "clipcoder.images")
            .functionCounter()
            .count())
        .isGreaterThanOrEqualTo(37);
    for (int i = 0; i < 50; i++) {
      http.post("/embed", picture("word" + i), "image/png");
    }
    assertThat(imageEncoder.encoded()).hasSizeBetween(50 + 37, 100);
  }
}
