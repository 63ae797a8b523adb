package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Uploads that stop: the connection's time limit holds for bodies too. */
@TestPropertySource(
    properties = {"server.tomcat.connection-timeout=300ms", "clipcoder.requests.patience=1s"})
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
      assertThatItTookTooLong(upload);
    }
    await().untilAsserted(() -> assertThat(budget.claimed()).isZero());
  }

  /** Each read gets its byte in time, and the whole would take an hour. */
  @ParameterizedTest
  @CsvSource({
    "image/png, Content-Length: 102400",
    "image/png, Transfer-Encoding: chunked",
    "application/json, Content-Length: 102400",
    "multipart/form-data; boundary=frontier, Content-Length: 102400",
    "multipart/form-data; boundary=frontier, Transfer-Encoding: chunked",
  })
  void uploadThatTrickles_isToldThatItTookTooLong(String type, String length) throws IOException {
    try (Socket upload = upload(type, length)) {
      assertThat(isCutOff(upload, length.contains("chunked") ? "1\r\n-\r\n" : "-"))
          .isTrue();
      assertThatItTookTooLong(upload);
    }
    await().untilAsserted(() -> assertThat(budget.claimed()).isZero());
  }

  @Test
  void headThatTrickles_isCutOff() throws IOException {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
      slow.setSoTimeout(10_000);
      send(slow, "GET /info HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      assertThat(isCutOff(slow, "x")).isTrue();
      assertEnds(slow);
    }
  }

  /** What is left of an upload that was refused is read so that the client gets its answer, but not for ever. */
  @Test
  void restOfARefusedUpload_thatTrickles_isCutOff() throws IOException {
    try (Socket slow = upload("image/png", "Content-Length: 100000000")) {
      assertThat(RawHttp.statusLine(slow)).startsWith("HTTP/1.1 413");
      pause(300);
      slow.getInputStream().skipNBytes(slow.getInputStream().available());
      assertThat(isCutOff(slow, "-")).isTrue();
      assertEnds(slow);
    }
  }

  @Test
  void uploadThatIsSlowButFastEnough_isServed() throws IOException {
    byte[] cat = picture("cat");
    try (Socket upload =
        upload("image/png", "Connection: close\r\nContent-Length: " + cat.length)) {
      for (byte one : cat) {
        upload.getOutputStream().write(one);
        upload.getOutputStream().flush();
        pause(30);
      }
      assertThat(RawHttp.statusLine(upload)).startsWith("HTTP/1.1 200");
    }
  }

  /**
   * Sends again and again, before each read ends, and far longer than is allowed in all.
   *
   * @return whether the other side had enough of it, and answered or hung up
   */
  private static boolean isCutOff(Socket socket, String piece) throws IOException {
    try {
      for (int i = 0; i < 100; i++) {
        send(socket, piece);
        pause(100);
        if (socket.getInputStream().available() > 0) {
          return true;
        }
      }
    } catch (SocketException hungUp) {
      return true;
    }
    return false;
  }

  private static void assertThatItTookTooLong(Socket upload) throws IOException {
    String answer = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer)
        .startsWith("HTTP/1.1 408")
        .contains("urn:clipcoder:problem:request-timeout", "did not arrive in time");
  }

  /** By an end or a reset; a connection that stays open runs into the socket's time limit, which fails. */
  private static void assertEnds(Socket socket) {
    assertThatCode(() -> {
          try {
            socket.getInputStream().readAllBytes();
          } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
          }
        })
        .doesNotThrowAnyException();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
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
