package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Uploads that stop: the connection's time limit holds for bodies too. */
@TestPropertySource(properties = "server.tomcat.connection-timeout=300ms")
class SlowUploadTest extends ServiceTest {

  private static final String CLASSIFY = "/classify?labels=cat&labels=dog";

  @Autowired
  private BodyBudget budget;

  @ParameterizedTest
  @CsvSource({
    "image/png, Content-Length: 102400",
    "image/png, Transfer-Encoding: chunked",
    "application/json, Content-Length: 102400",
    "multipart/form-data; boundary=frontier, Content-Length: 102400",
    "multipart/form-data; boundary=frontier, Transfer-Encoding: chunked",
  })
  void uploadThatStops_isToldThatItTookTooLong(String type, String length) throws IOException {
    try (Socket upload = upload(type, length + "\r\nConnection: close")) {
      String answer = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 408")
          .contains("urn:clipcoder:problem:request-timeout", "did not arrive in time");
    }
    await().untilAsserted(() -> assertThat(budget.claimed()).isZero());
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
}
