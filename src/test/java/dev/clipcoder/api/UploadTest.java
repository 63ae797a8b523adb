package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.api.Http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Uploads that do not end: what they hold is bounded, and given back. */
@TestPropertySource(properties = "clipcoder.requests.max-bytes-in-flight=2000KB")
class UploadTest extends ServiceTest {

  private static final int KB = 1024;
  private static final String CLASSIFY = "/classify?labels=cat&labels=dog";

  @Autowired
  private BodyBudget budget;

  @AfterEach
  void nothingIsHeld() {
    await().untilAsserted(() -> assertThat(budget.claimed()).isZero());
    assertThat(http.get("/actuator/prometheus").text()).contains("clipcoder_requests_bytes 0.0");
    assertThat(http.post(CLASSIFY, picture("cat"), "image/png").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, Content-Length: 409600",
    "application/vnd.x+json, Content-Length: 409600",
    "multipart/form-data; boundary=frontier, Content-Length: 409600",
    "multipart/form-data; boundary=frontier, Transfer-Encoding: chunked",
  })
  void largeUploadUnderWay_othersAreToldBeforeTheirsIsRead(String type, String length)
      throws IOException {
    boolean multipart = type.startsWith("multipart");
    try (Socket _ = upload(type, length);
        Socket _ = multipart ? upload("image/png", "Content-Length: 102400") : null) {
      long expected = multipart ? (4 * 400 + 2 * 100) * KB : 5 * 400 * KB;
      await().untilAsserted(() -> assertThat(budget.claimed()).isEqualTo(expected));
      // What it announces is enough: the body need not come.
      try (Socket refused = upload(type, "Content-Length: 300000\r\nConnection: close")) {
        assertThat(answer(refused))
            .startsWith("HTTP/1.1 429")
            .containsIgnoringCase("Retry-After: 1")
            .containsIgnoringCase("X-Request-Id")
            .contains("urn:clipcoder:problem:overloaded", "There is no room for this body");
      }
      assertThat(http.get("/info").status()).isEqualTo(200);
      assertThat(budget.claimed()).isEqualTo(expected);
    }
  }

  @Test
  void chunksOfUnknownLength_growTheirClaim() throws IOException {
    try (Socket _ = upload("image/png", "Transfer-Encoding: chunked")) {
      // The first piece, which is as much as a picture may have.
      await().untilAsserted(() -> assertThat(budget.claimed()).isEqualTo(2 * 100 * KB));
      try (Socket other = upload("application/json", "Transfer-Encoding: chunked")) {
        await().untilAsserted(() -> assertThat(budget.claimed()).isEqualTo((200 + 5 * 256) * KB));
        byte[] chunk = new byte[256 * KB];
        Arrays.fill(chunk, (byte) ' ');
        other.getOutputStream().write("40000\r\n".getBytes(StandardCharsets.US_ASCII));
        other.getOutputStream().write(chunk);
        other.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
        other.getOutputStream().flush();
        assertThat(new String(other.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 429");
      }
    }
  }

  @Test
  void moreThanIsEverRead_isRefusedForItsSize() throws IOException {
    try (Socket upload = upload("application/json", "Content-Length: 409600")) {
      await().untilAsserted(() -> assertThat(budget.claimed()).isEqualTo(2000 * KB));
      Reply reply = http.post(CLASSIFY, new byte[500_000], "image/png");
      assertThat(reply.status()).isEqualTo(413);
      assertThat(upload.isConnected()).isTrue();
    }
  }

  /** The head of a request, and nothing of its body. */
  private Socket upload(String type, String length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n"
        .formatted(CLASSIFY, type, length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  /** The answer up to its last chunk; the connection may stay open, for the body that is still to come. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as(answer.toString()).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }
}
