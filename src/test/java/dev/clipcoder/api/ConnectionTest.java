package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What clients do to connections, byte by byte. */
class ConnectionTest extends ServiceTest {

  private static final String CLASSIFY =
      "POST /classify?labels=cat&labels=dog HTTP/1.1\r\nHost: localhost\r\n";

  @Autowired
  private MeterRegistry meters;

  private Socket connection() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String head, byte[] body) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  private static void sendPicture(Socket socket, String extraHeaders) throws IOException {
    byte[] cat = picture("cat");
    send(
        socket,
        CLASSIFY + extraHeaders + "Content-Type: image/png\r\nContent-Length: " + cat.length
            + "\r\n\r\n",
        cat);
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private double abandoned() {
    return meters.get("clipcoder.requests.abandoned").counter().count();
  }

  @Test
  void callerHangsUp_theWorkIsTakenBack() throws IOException {
    imageEncoder.hold();
    double before = abandoned();
    try (Socket socket = connection()) {
      sendPicture(socket, "");
      await().until(() -> imageEncoder.heldBack().size() == 1);
      assertThat(admission.admitted()).isPositive();
    }
    await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> imageEncoder.heldBack().getFirst().isCancelled());
    await().atMost(Duration.ofSeconds(1)).until(() -> admission.admitted() == 0);
    assertThat(abandoned()).isEqualTo(before + 1);
  }

  @Test
  void callerWaits_theWorkGoesOn() throws Exception {
    imageEncoder.hold();
    try (Socket socket = connection()) {
      sendPicture(socket, "");
      await().until(() -> imageEncoder.heldBack().size() == 1);
      Thread.sleep(500);
      assertThat(imageEncoder.heldBack().getFirst()).isNotDone();
    }
  }

  @Test
  void callerSendsTheNextRequestBeforeTheAnswer_bothAreAnswered() throws Exception {
    textEncoder.hold();
    try (Socket socket = connection()) {
      byte[] none = {};
      send(
          socket,
          "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n"
              + "{\"texts\":[\"pipelined\"]}",
          none);
      await().until(() -> textEncoder.heldBack().size() == 1);
      send(socket, "GET /info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", none);
      // Long enough to be looked for a few times.
      Thread.sleep(400);
      textEncoder.release();
      String answers = readAll(socket);
      assertThat(answers).contains("\"embeddings\"").contains("\"setsNotReady\"");
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  @Test
  void upload_farTooLarge_getsItsAnswerAndNoReset() throws IOException {
    try (Socket socket = connection()) {
      byte[] huge = new byte[30_000_000];
      send(
          socket,
          CLASSIFY + "Connection: close\r\nContent-Type: image/png\r\nContent-Length: "
              + huge.length + "\r\n\r\n",
          huge);
      assertThat(readAll(socket)).startsWith("HTTP/1.1 413").contains("clipcoder.images.max-bytes");
    }
  }

  @Test
  void upload_farTooLargeInChunks_getsItsAnswerAndNoReset() throws IOException {
    try (Socket socket = connection()) {
      send(
          socket,
          CLASSIFY
              + "Connection: close\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n",
          new byte[0]);
      for (int i = 0; i < 50; i++) {
        send(socket, "10000\r\n", new byte[0x10000]);
        send(socket, "\r\n", new byte[0]);
      }
      send(socket, "0\r\n\r\n", new byte[0]);
      assertThat(readAll(socket)).startsWith("HTTP/1.1 413").contains("clipcoder.images.max-bytes");
    }
  }

  @Test
  void upload_thatAsksFirst_isRefusedBeforeItIsSent() throws IOException {
    try (Socket socket = connection()) {
      send(
          socket,
          CLASSIFY
              + "Expect: 100-continue\r\nContent-Type: image/png\r\nContent-Length: 30000000\r\n\r\n",
          new byte[0]);
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void request_thatIsNotHttp_isAProblemToo() throws IOException {
    try (Socket socket = connection()) {
      send(
          socket, "GET /a|b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", new byte[0]);
      String answer = readAll(socket);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json")
          .contains("urn:clipcoder:problem:malformed-request")
          .containsIgnoringCase("X-Request-Id");
    }
    assertThat(http.get("/info").status()).isEqualTo(200);
  }

  @Test
  void head_thatIsTooLarge_isAProblemToo() throws IOException {
    for (String head :
        List.of("X-Large: " + "x".repeat(20_000) + "\r\n", "X-Many: x\r\n".repeat(200))) {
      assertThat(RawHttp.answer(
              port,
              "GET /info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + head + "\r\n"))
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json");
    }
  }

  @Test
  void parameters_thatCannotBeDecoded_areAProblem() throws IOException {
    try (Socket socket = connection()) {
      byte[] cat = picture("cat");
      send(
          socket,
          "POST /classify?labels=%ZZ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: image/png\r\n"
              + "Content-Length: " + cat.length + "\r\n\r\n",
          cat);
      assertThat(readAll(socket))
          .startsWith("HTTP/1.1 400")
          .contains("The parameters cannot be read");
    }
  }

  @Test
  void trace_isRefusedAsAProblem() throws IOException {
    try (Socket socket = connection()) {
      send(
          socket,
          "TRACE /classify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
          new byte[0]);
      assertThat(readAll(socket)).startsWith("HTTP/1.1 405").contains("application/problem+json");
    }
  }
}
