package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The service as it starts without settings: no keys, and only this machine's own pages and programs. */
class BrowserAccessTest extends ServiceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "localhost:",
        "clipcoder.localhost",
        "127.0.0.1",
        "127.1.2.3:99",
        "[::1]",
        "[::1]:8080"
      })
  void host_ofThisMachine_isServed(String host) throws IOException {
    assertThat(get("/info", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  /** A page of evil.example whose name leads to 127.0.0.1 has the service's origin, but its own name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "xlocalhost",
        "127.0.0",
        "127.0.0.1.",
        "10.0.0.1",
        "0.0.0.0",
        "[::2]",
        "[::ffff:10.0.0.1]"
      })
  void host_ofSomebodyElse_isRefused(String host) throws IOException {
    String answer = get("/info", "Host: " + host + "\r\nOrigin: http://" + host);
    assertThat(answer)
        .startsWith("HTTP/1.1 403")
        .contains("The Host header says '" + host + "'", "localhost or 127.0.0.1");
  }

  @Test
  void host_missing_isRefused() throws IOException {
    assertThat(RawHttp.answer(port, "GET /info HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "https://evil.example",
        "http://localhost:1",
        "http://localhost.evil.example",
        "null",
        "file://",
        "chrome-extension://abc",
        "http://evil.example/localhost"
      })
  void form_ofAnotherOrigin_isRefused(String origin) throws IOException {
    assertThat(upload("localhost:" + port, origin))
        .startsWith("HTTP/1.1 403")
        .contains("Pages of '" + origin + "' may not use this service");
  }

  @ParameterizedTest
  @CsvSource({"http, localhost", "https, localhost", "http, 127.0.0.1", "http, [::1]"})
  void form_ofItsOwnPage_isServed(String scheme, String name) throws IOException {
    String host = name + ":" + port;
    assertThat(upload(host, scheme + "://" + host)).startsWith("HTTP/1.1 200");
  }

  @Test
  void write_ofAnotherOrigin_isRefused() throws IOException {
    String id = "/label-sets/from-elsewhere";
    String body = "{\"classes\":[\"cat\",\"dog\"]}";
    assertThat(RawHttp.answer(
            port,
            "PUT %s HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(id, body.length(), body)))
        .startsWith("HTTP/1.1 403");
    assertThat(http.get(id).status()).isEqualTo(404);
  }

  @Test
  void health_isOpenToAll() throws IOException {
    assertThat(get("/ready", "Host: evil.example\r\nOrigin: https://evil.example"))
        .startsWith("HTTP/1.1 200");
  }

  /** Nothing is listened on: the start ends before. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void start_onAnAddressForOthersWithoutKeys_isRefused(String address) {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(ServiceWithDoubles.class).web(WebApplicationType.SERVLET);
    assertThatThrownBy(() -> application.run(
            "--server.address=" + address,
            "--server.port=0",
            "--clipcoder.data-dir=target/service-test/exposed"))
        .hasStackTraceContaining("ExposedWithoutKeysException")
        .hasStackTraceContaining("clipcoder.security.anonymous=true");
  }

  private String get(String path, String headers) throws IOException {
    return RawHttp.answer(
        port, "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(path, headers));
  }

  private String upload(String host, String origin) throws IOException {
    byte[] form = new Http.Form()
        .file("image", picture("cat"))
        .field("labels", "cat")
        .field("labels", "dog")
        .build();
    return RawHttp.answer(
        port,
        "POST /classify HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(
                host,
                origin,
                Http.MULTIPART,
                form.length,
                new String(form, StandardCharsets.ISO_8859_1)));
  }
}
