package dev.clipcoder.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A language model behind OpenAI's chat protocol, on this machine, with every fault that such endpoints have. */
public final class LocalChat implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Longer than any test lets an answer take. */
  private static final long TOO_SLOW_MILLIS = 20_000;

  /** What goes wrong with one response. */
  public enum Fault {
    NONE,
    MALFORMED_JSON,
    WRONG_FORM,
    REFUSAL,
    REFUSAL_IN_WORDS,
    EMPTY,
    HALF_ANSWER,
    CUT_CONNECTION,
    NOT_THE_PROTOCOL,
    TOO_MANY_REQUESTS,
    SERVER_ERROR,
    TIMEOUT,
    ENDLESS,
    UNAUTHORIZED
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<String, Fault> faults;
  private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final List<JsonNode> requests = new ArrayList<>();
  private volatile boolean closed;

  /** @param faults by question; asked at every call */
  public LocalChat(Function<String, Fault> faults) {
    this.faults = faults;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::handle);
    server.start();
  }

  public String baseUrl() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  public int calls() {
    return calls.get();
  }

  /** Calls that were answered wrongly or not at all. */
  public int failed() {
    return failed.get();
  }

  /** How often each question was answered well. */
  public Map<String, Integer> answered() {
    Map<String, Integer> counts = new ConcurrentHashMap<>();
    answered.forEach((question, count) -> counts.put(question, count.get()));
    return counts;
  }

  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  public List<JsonNode> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** What the model answers to a question; the same every time. */
  public static List<String> texts(String instructions, JsonNode data) {
    String seed = Integer.toHexString((instructions + data).hashCode());
    return IntStream.range(0, data.path("count").asInt())
        .mapToObj(i -> "a thing like %s%d".formatted(seed, i))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    int now = atOnce.incrementAndGet();
    mostAtOnce.accumulateAndGet(now, Math::max);
    try (exchange) {
      calls.incrementAndGet();
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      synchronized (requests) {
        requests.add(request);
      }
      String instructions = request.at("/messages/0/content").asString();
      JsonNode data = JSON.readTree(request.at("/messages/1/content").asString());
      String question = instructions + data;
      Fault fault = faults.apply(question);
      if (fault == Fault.NONE) {
        answered.computeIfAbsent(question, _ -> new AtomicInteger()).incrementAndGet();
      } else {
        failed.incrementAndGet();
      }
      respond(exchange, fault, JSON.writeValueAsString(Map.of("texts", texts(instructions, data))));
    } finally {
      atOnce.decrementAndGet();
    }
  }

  private void respond(HttpExchange exchange, Fault fault, String answer) throws IOException {
    switch (fault) {
      case NONE -> send(exchange, 200, completion(answer, "stop"));
      case MALFORMED_JSON -> send(exchange, 200, completion(answer + "]", "stop"));
      case WRONG_FORM -> send(exchange, 200, completion("{\"texts\":\"a thing\"}", "stop"));
      case REFUSAL -> send(exchange, 200, """
          {"id":"1","object":"chat.completion","created":1,"model":"local","choices":[{"index":0,
           "message":{"role":"assistant","content":null,"refusal":"I cannot help with that."},
           "finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}""");
      case REFUSAL_IN_WORDS ->
        send(exchange, 200, completion("I am sorry, but I cannot help with that.", "stop"));
      case EMPTY -> send(exchange, 200, "");
      case HALF_ANSWER ->
        send(exchange, 200, completion(answer.substring(0, answer.length() / 2), "length"));
      case CUT_CONNECTION -> cut(exchange, completion(answer, "stop"));
      case NOT_THE_PROTOCOL -> send(exchange, 200, "<html>Welcome</html>");
      case TOO_MANY_REQUESTS -> {
        exchange.getResponseHeaders().set("Retry-After", "0");
        send(exchange, 429, "{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit\"}}");
      }
      case SERVER_ERROR -> send(exchange, 500, "{\"error\":{\"message\":\"Oops\"}}");
      case UNAUTHORIZED -> send(exchange, 401, "{\"error\":{\"message\":\"Who are you?\"}}");
      case TIMEOUT -> stall();
      case ENDLESS -> flood(exchange);
    }
  }

  private static String completion(String content, String reason) {
    return """
        {"id":"1","object":"chat.completion","created":1,"model":"local","choices":[{"index":0,
         "message":{"role":"assistant","content":%s},"finish_reason":"%s"}],
         "usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30}}""".formatted(JSON.writeValueAsString(content), reason);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Announces more than comes. */
  private static void cut(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, 0, bytes.length / 2);
    out.flush();
  }

  private void stall() throws IOException {
    try {
      for (long waited = 0; waited < TOO_SLOW_MILLIS && !closed; waited += 50) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }

  /** Ends only when nobody reads any more. */
  private void flood(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write("{\"id\":\"".getBytes(StandardCharsets.UTF_8));
    byte[] more = "more ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    while (!closed) {
      out.write(more);
      out.flush();
    }
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
