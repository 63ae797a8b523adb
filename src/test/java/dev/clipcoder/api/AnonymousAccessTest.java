package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The service when it was said that everybody may use it: by any name, but not through pages of others. */
@TestPropertySource(
    properties = {
      "clipcoder.security.anonymous=true",
      "clipcoder.security.allowed-origins=https://app.example"
    })
class AnonymousAccessTest extends ServiceTest {

  @Test
  void anyName_isServed() throws IOException {
    assertThat(get("Host: clipcoder.example")).startsWith("HTTP/1.1 200");
    assertThat(get("Host: clipcoder.example\r\nOrigin: https://clipcoder.example"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void otherOrigins_areRefused_butThoseOfTheSettings() throws IOException {
    assertThat(get("Host: clipcoder.example\r\nOrigin: https://evil.example"))
        .startsWith("HTTP/1.1 403")
        .contains("clipcoder.security.allowed-origins");
    assertThat(get("Host: clipcoder.example\r\nOrigin: https://app.example"))
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: https://app.example");
  }

  private String get(String headers) throws IOException {
    return RawHttp.answer(
        port, "GET /info HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(headers));
  }
}
