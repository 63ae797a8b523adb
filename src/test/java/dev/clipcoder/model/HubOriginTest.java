package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Who counts as the hub, and which redirects are followed. */
class HubOriginTest {

  private static HubOrigin origin(String url, String token) {
    return HubOrigin.of(new HubProperties(
        URI.create(url), false, token, null, DataSize.ofGigabytes(1), Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example/a, true",
    "https://HUB.example:443/a?b=c, true",
    "http://hub.example/a, false",
    "https://hub.example:8443/a, false",
    "https://cdn.hub.example/a, false",
    "https://hub.example.evil/a, false",
    "https://hub.example@evil.example/a, false"
  })
  void isOriginOf_onlyTheHubItself(URI address, boolean isHub) {
    assertThat(origin("https://hub.example/", "t").isOriginOf(address)).isEqualTo(isHub);
  }

  @Test
  void file_andListing_escapeARevision_andKeepAMirrorsPath() {
    HubOrigin mirror = origin("https://mirror.example/hf/", "");
    HubName name = HubName.parse("hf://a/b@refs/pr/1");

    assertThat(mirror.listing(name))
        .hasToString("https://mirror.example/hf/api/models/a/b/revision/refs%2Fpr%2F1?blobs=true");
    assertThat(mirror.file(name, "c", "x.bin"))
        .hasToString("https://mirror.example/hf/a/b/resolve/c/x.bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://hub.example", "hub.example", "https:hub", "file:///etc/passwd"})
  void of_noAddressOfAHub_isRefused(String url) {
    assertThatThrownBy(() -> origin(url, ""))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("clipcoder.hub.url is " + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "line\r\nX-Evil: 1", "snow☃"})
  void of_noToken_isRefused_withoutShowingIt(String token) {
    assertThatThrownBy(() -> origin("https://hub.example", token))
        .isInstanceOf(CheckpointException.class)
        .hasMessageNotContaining(token);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example/a, https://cdn.example/b, https://cdn.example/b",
    "https://hub.example/a/b, /c, https://hub.example/c",
    "http://hub.example/a, http://cdn.example/b, http://cdn.example/b",
    "http://hub.example/a, https://cdn.example/b, https://cdn.example/b"
  })
  void redirected_toAnAddress_isFollowed(URI from, String location, URI target)
      throws HubException {
    assertThat(HubOrigin.redirected(from, location)).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example/a, http://cdn.example/b",
    "https://hub.example/a, file:///etc/passwd",
    "https://hub.example/a, ''",
    "https://hub.example/a, 'https://'",
    "http://hub.example/a, ftp://cdn.example/b"
  })
  void redirected_toLessOrNowhere_isRefused(URI from, String location) {
    assertThatThrownBy(() -> HubOrigin.redirected(from, location))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("the hub redirects");
  }

  @Test
  void retryAfter_isSecondsOrADate() {
    assertThat(RetryAfter.of("17")).isEqualTo(Duration.ofSeconds(17));
    assertThat(RetryAfter.of("Thu, 01 Jan 2099 00:00:00 GMT")).isNotNull().isPositive();
    assertThat(RetryAfter.of("soon")).isNull();
    assertThat(RetryAfter.of("-1")).isNull();
    assertThat(RetryAfter.of("9".repeat(30))).isNull();
  }
}
