package dev.clipcoder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.security.AccessProperties.KeySetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ApiKeysTest {

  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  /** {@code printf %s aaaa… | sha256sum} of 64 letters. */
  private static final String HASH_OF_A =
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb";

  @TempDir
  Path folder;

  @Test
  void find_byValueOrByHash_isTheSameKey() {
    try (ApiKeys plain = keys(setting("web", A, null));
        ApiKeys hashed = keys(setting("web", null, HASH_OF_A))) {
      for (ApiKeys keys : List.of(plain, hashed)) {
        assertThat(keys.find(A)).hasValueSatisfying(key -> {
          assertThat(key.name()).isEqualTo("web");
          assertThat(key.roles()).containsExactly(Role.CLASSIFY);
        });
        assertThat(keys.find(B)).isEmpty();
        assertThat(keys.find(A.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(keys.find(A + "a")).isEmpty();
        assertThat(keys.find(HASH_OF_A)).isEmpty();
        assertThat(keys.find("")).isEmpty();
        assertThat(keys.find("x".repeat(100_000))).isEmpty();
      }
    }
  }

  @Test
  void find_amongMany_isTheRightOne() {
    try (ApiKeys keys = keys(IntStream.range(0, 1000)
        .mapToObj(i -> setting("k" + i, "%064d".formatted(i), null))
        .toArray(KeySetting[]::new))) {
      for (int i : new int[] {0, 1, 500, 999}) {
        assertThat(keys.find("%064d".formatted(i)).orElseThrow().name()).isEqualTo("k" + i);
      }
      assertThat(keys.find("%064d".formatted(1000))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "web,  short, -, 32 to 512",
        "web,  with a blank aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, -, 32 to 512",
        "web,  -, abc, 64 hexadecimal digits",
        "web,  -, -, must have one of key and sha256",
        "web,  0123456789012345678901234567890123456789, ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb, must have one of",
        "we b, 0123456789012345678901234567890123456789, -, name of a key"
      })
  void keys_thatCannotBeUsed_areRefusedWithoutBeingShown(
      String name, @Nullable String key, @Nullable String hash, String sentence) {
    assertThatThrownBy(() -> keys(setting(name, key, hash)))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageStartingWith("In clipcoder.security.keys ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(key == null ? "\u0000" : key);
    assertThat(setting(name, key, hash).toString()).doesNotContain("0123456789");
  }

  @Test
  void keys_withoutRoles_twice_orTooMany_areRefused() {
    assertThatThrownBy(() -> keys(new KeySetting("web", A, null, Set.of())))
        .hasMessageContaining("no roles");
    assertThatThrownBy(() -> keys(setting("web", A, null), setting("app", null, HASH_OF_A)))
        .hasMessageContaining("'web' and 'app' are the same");
    assertThatThrownBy(() -> keys(IntStream.range(0, 1001)
            .mapToObj(i -> setting("k" + i, "%064d".formatted(i), null))
            .toArray(KeySetting[]::new)))
        .hasMessageContaining("at most 1,000");
  }

  @Test
  void file_changed_takesEffectWithoutARestart() throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# who\n\nweb  classify,metrics\tsha256:%s\n".formatted(HASH_OF_A));
    try (ApiKeys keys = watched(file)) {
      assertThat(keys.find(A).orElseThrow().roles())
          .isEqualTo(EnumSet.of(Role.CLASSIFY, Role.METRICS));

      replace(file, "web classify sha256:%s\nweb manage sha256:%s".formatted(HASH_OF_A, hash(B)));
      await().until(() -> keys.find(B).isPresent());
      assertThat(keys.find(A)).isPresent();

      replace(file, "web manage sha256:%s".formatted(hash(B)));
      await().until(() -> keys.find(A).isEmpty());

      replace(file, "");
      await().until(() -> keys.find(B).isEmpty());
    }
  }

  @Test
  void file_ofTheSameSizeAndTime_isStillRead() throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "web classify sha256:" + HASH_OF_A);
    var time = Files.getLastModifiedTime(file);
    try (ApiKeys keys = watched(file)) {
      Files.writeString(file, "web classify sha256:" + hash(B));
      Files.setLastModifiedTime(file, time);
      await().until(() -> keys.find(B).isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web classify", "GONE"})
  void file_brokenOrGone_changesNothingAndIsWarnedOfOnce(String content, CapturedOutput output)
      throws IOException {
    Path file = folder.resolve("keys");
    String sound = "web classify sha256:" + HASH_OF_A;
    Files.writeString(file, sound);
    try (ApiKeys keys = watched(file)) {
      if (content.equals("GONE")) {
        Files.delete(file);
      } else {
        replace(file, content);
      }
      await().until(() -> output.getAll().contains("The keys stay as they are"));
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      assertThat(keys.find(A)).isPresent();
      assertThat(output.getAll().split("The keys stay as they are", -1)).hasSize(2);
      replace(file, "boss admin sha256:" + HASH_OF_A);
      await().until(() -> output.getAll().contains("the roles must be some of"));

      replace(file, sound + "\nother manage sha256:" + hash(B));
      await().until(() -> keys.find(B).isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'web classify', expected name",
    "'web classify sha256:%1$s more', expected name",
    "'web admin sha256:%1$s', roles must be",
    "'web classify,,manage sha256:%1$s', roles must be",
    "'web CLASSIFY sha256:%1$s', roles must be",
    "'web classify sha256:123', 64 hexadecimal digits",
    "'web classify %1$s', must be 'sha256:' and the hash of the key",
    "'web classify 0123456789abcdef0123456789abcdef', must be 'sha256:'",
    "'we/b classify sha256:%1$s', name of a key"
  })
  void file_thatCannotBeUsed_endsTheStartByItsLine(String line, String sentence)
      throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# keys\n" + line.formatted(HASH_OF_A));
    assertThatThrownBy(() -> watched(file))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("keys, line 2: ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(HASH_OF_A);
  }

  @Test
  void file_missingTooLargeOrNoText_endsTheStart() throws IOException {
    Path file = folder.resolve("keys");
    assertThatThrownBy(() -> watched(file))
        .hasMessage("%s cannot be read: there is no such file.".formatted(file));
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> watched(file)).hasMessageContaining("more than");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> watched(file)).hasMessageContaining("UTF-8");
  }

  private static KeySetting setting(String name, @Nullable String key, @Nullable String hash) {
    return new KeySetting(name, key, hash, Set.of(Role.CLASSIFY));
  }

  private static ApiKeys keys(KeySetting... settings) {
    return new ApiKeys(
        new AccessProperties(List.of(settings), null, Duration.ofSeconds(2), false, List.of()));
  }

  private static ApiKeys watched(Path file) {
    return new ApiKeys(
        new AccessProperties(List.of(), file, Duration.ofMillis(20), false, List.of()));
  }

  /** As a rotation does it: the file is never half there. */
  private void replace(Path file, String content) throws IOException {
    Path next = folder.resolve("next");
    Files.writeString(next, content);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hash(String key) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256")
              .digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
