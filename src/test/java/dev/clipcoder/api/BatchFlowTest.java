package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.Urgency;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** How batches share the service with others: what they hold is bounded, waits, and is given back. */
@TestPropertySource(
    properties = {
      "clipcoder.batching.bulk-deadline=2s",
      "clipcoder.batching.max-batch=16",
      "clipcoder.requests.max-bytes-in-flight=2000KB"
    })
class BatchFlowTest extends ServiceTest {

  private static final String PATH = "/classify/batch?labels=cat&labels=dog&topK=1";

  /** Twice the device's batch. */
  private static final int MOST_UNDER_WAY = 32;

  @Autowired
  private MeterRegistry meters;

  @Autowired
  private BodyBudget budget;

  @AfterEach
  void nothingIsHeld() {
    await().untilAsserted(() -> assertThat(budget.claimed()).isZero());
  }

  private static byte[] lines(int count) {
    return lines("c", count);
  }

  /**
   * Different pictures, in no more bytes than the server reads ahead: behind more it would not see that the client has
   * hung up before it comes to them.
   */
  private static byte[] lines(String letter, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":%d,\"image\":\"%s\"}"
            .formatted(
                i, Base64.getEncoder().encodeToString(picture(letter + Integer.toString(i, 36)))))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private CompletableFuture<Http.Reply> post(byte[] body) {
    return CompletableFuture.supplyAsync(() -> http.post(PATH, body, "application/x-ndjson"));
  }

  private double abandoned() {
    return meters.get("clipcoder.requests.abandoned").counter().count();
  }

  @Test
  void items_yieldToInteractiveOnes() {
    assertThat(post(lines(3)).join().lines()).allMatch(line -> line.has("result"));
    assertThat(imageEncoder.urgencies()).containsExactly(Urgency.BULK);
  }

  @Test
  void admissionIsFull_theBatchWaits() throws Exception {
    admission.room(0);
    CompletableFuture<Http.Reply> reply = post(lines(5));
    Thread.sleep(500);
    assertThat(reply).isNotDone();
    admission.room(CountingAdmission.ROOM);
    assertThat(reply.get().lines()).hasSize(5).allMatch(line -> line.has("result"));
  }

  @Test
  void admissionStaysFull_itemsAreToldInTheEnd() {
    // The labels are remembered from here on.
    assertThat(http.post("/classify?labels=cat&labels=dog", picture("dog"), "image/png")
            .status())
        .isEqualTo(200);
    admission.room(0);
    List<Integer> statuses = post(lines(2)).join().lines().stream()
        .map(line -> line.at("/problem/status").asInt())
        .toList();
    assertThat(statuses).containsExactly(429, 429);
  }

  @Test
  void manyItems_fewAreUnderWay() throws Exception {
    imageEncoder.hold();
    double before = abandoned();
    try (Socket socket = send(lines(200))) {
      await().until(() -> imageEncoder.heldBack().size() == MOST_UNDER_WAY);
      Thread.sleep(300);
      assertThat(imageEncoder.heldBack()).hasSize(MOST_UNDER_WAY);
      assertThat(admission.admitted()).isEqualTo(MOST_UNDER_WAY);
      assertThat(socket.isConnected()).isTrue();
      // Somebody with one picture still gets in.
      CompletableFuture<Http.Reply> other = CompletableFuture.supplyAsync(
          () -> http.post("/classify?labels=cat&labels=dog", picture("cat"), "image/png"));
      await().until(() -> imageEncoder.heldBack().size() == MOST_UNDER_WAY + 1);
      assertThat(other).isNotDone();
    }
    // It hung up: what is under way is taken back, and nothing new begins.
    await().until(() -> admission.admitted() <= 1);
    assertThat(imageEncoder.heldBack().stream().filter(CompletableFuture::isCancelled))
        .hasSizeGreaterThanOrEqualTo(MOST_UNDER_WAY);
    assertThat(imageEncoder.heldBack()).hasSize(MOST_UNDER_WAY + 1);
    assertThat(abandoned()).isEqualTo(before + 1);
  }

  @Test
  void manyBatches_shareTheirPlaces() throws Exception {
    double before = abandoned();
    imageEncoder.hold();
    try (Socket _ = send(lines("c", 40));
        Socket _ = send(lines("d", 40))) {
      await().until(() -> imageEncoder.heldBack().size() == MOST_UNDER_WAY);
      Thread.sleep(300);
      assertThat(admission.admitted()).isEqualTo(MOST_UNDER_WAY);
    }
    await().until(() -> abandoned() == before + 2);
  }

  @Test
  void clientLeavesBehindHalfABody_theBatchEnds() throws Exception {
    double before = abandoned();
    try (Socket socket = send(lines(1), 100_000)) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    await().until(() -> abandoned() == before + 1);
  }

  @Test
  void noRoomForALine_itWaits() throws Exception {
    try (Socket _ = upload(400_000)) {
      await().until(() -> budget.claimed() == 5 * 400_000);
      CompletableFuture<Http.Reply> reply = post(padded(20_000));
      Thread.sleep(500);
      assertThat(reply).isNotDone();
      assertThat(http.post(PATH, new byte[0], "application/x-ndjson").status()).isEqualTo(200);
      // Somebody else's body takes less now.
      reply.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(reply.get().lines().getFirst().at("/problem/status").asInt()).isEqualTo(429);
      assertThat(reply.get().lines().getLast().has("result")).isTrue();
    }
  }

  /** A line of about that length, then a short one. */
  private static byte[] padded(int length) {
    String first = new String(lines(1), StandardCharsets.UTF_8);
    return (" ".repeat(length) + first + "\n" + first).getBytes(StandardCharsets.UTF_8);
  }

  private Socket send(byte[] body) throws IOException {
    return send(body, body.length);
  }

  private Socket send(byte[] body, int announced) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n"
            .formatted(PATH, announced);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    if (announced > body.length) {
      socket.getOutputStream().write('\n');
    }
    socket.getOutputStream().flush();
    return socket;
  }

  /** The head of a request of JSON, and nothing of its body. */
  private Socket upload(int length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String head =
        "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
