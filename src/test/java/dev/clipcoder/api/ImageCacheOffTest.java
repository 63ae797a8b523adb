package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** With no memory for them every picture is encoded for itself. */
@TestPropertySource(properties = "clipcoder.image-cache.max-bytes=0")
class ImageCacheOffTest extends ServiceTest {

  private Http.Reply embed() {
    return http.post("/embed", picture("cat"), "image/png");
  }

  @Test
  void samePicture_isEncodedEachTime() {
    assertThat(embed().header("X-Cache")).isEqualTo("miss");
    assertThat(embed().header("X-Cache")).isEqualTo("miss");
    assertThat(imageEncoder.encoded()).containsExactly("cat", "cat");
  }

  @Test
  void samePictureAtOnce_isEncodedTwice() {
    imageEncoder.hold();
    CompletableFuture<Http.Reply> first = CompletableFuture.supplyAsync(this::embed);
    CompletableFuture<Http.Reply> second = CompletableFuture.supplyAsync(this::embed);
    await().until(() -> imageEncoder.heldBack().size() == 2);
    imageEncoder.release();
    assertThat(first.join().status()).isEqualTo(200);
    assertThat(second.join().status()).isEqualTo(200);
  }
}
