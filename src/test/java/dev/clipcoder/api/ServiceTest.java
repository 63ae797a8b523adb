package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.classify.RememberedPictures;
import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.FixedImageEncoder;
import dev.clipcoder.encoder.FixedTextEncoder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service over real HTTP; after every test nothing is left under way. */
@SpringBootTest(
    classes = ServiceWithDoubles.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "clipcoder.images.max-bytes=100KB",
      "clipcoder.requests.max-bytes=400KB",
      "clipcoder.requests.max-labels=50",
      "clipcoder.requests.max-regions=4",
      "clipcoder.requests.max-images=4",
      "clipcoder.requests.max-texts=5",
      "clipcoder.requests.max-text-length=200",
      "clipcoder.batching.deadline=3s"
    })
abstract class ServiceTest {

  @Autowired
  FixedImageEncoder imageEncoder;

  @Autowired
  FixedTextEncoder textEncoder;

  @Autowired
  CountingAdmission admission;

  @Autowired
  RememberedPictures rememberedPictures;

  @LocalServerPort
  int port;

  @DynamicPropertySource
  static void keepStateInTheBuildFolder(DynamicPropertyRegistry settings) {
    Path directory = Path.of("target", "service-test", UUID.randomUUID().toString());
    settings.add("clipcoder.data-dir", directory::toString);
  }

  Http http = new Http(URI.create("http://localhost"));

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
    textEncoder.reset();
    imageEncoder.reset();
    rememberedPictures.forget();
  }

  @AfterEach
  void nothingIsLeft() {
    textEncoder.reset();
    imageEncoder.reset();
    admission.room(CountingAdmission.ROOM);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(admission.admitted()).isZero());
  }
}
