package dev.clipcoder.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hub with one model on this machine. It speaks the protocol of Hugging Face's: weights are redirected to another
 * port, which knows another ETag, small files to another address of the hub; hashes come with the redirect or the file.
 */
public final class LocalHub implements AutoCloseable {

  private static final String WEIGHTS = ".*\\.(safetensors|bin)";

  /** What was asked for. */
  public record Request(
      boolean toCdn,
      String method,
      String path,
      @Nullable String authorization,
      @Nullable String range) {

    public boolean isDescription() {
      return path.startsWith("/api/models/");
    }

    public boolean isFile(String name) {
      return path.endsWith("/" + name);
    }
  }

  /** How a request is answered. */
  public sealed interface Behaviour {
    Behaviour PROPER = new Proper();

    record Proper() implements Behaviour {}

    /** An answer without the content. */
    record Status(int status, Map<String, String> headers) implements Behaviour {}

    /** Ends the connection after so many bytes of the body. */
    record Cut(long bytes) implements Behaviour {}

    /** Sends other bytes than the file has, as many. */
    record Damaged() implements Behaviour {}

    /** Sends the whole file whatever range was asked for. */
    record Whole() implements Behaviour {}

    /** Sends so many bytes a moment, or none, and never ends. */
    record Trickle(int bytes) implements Behaviour {}

    /** Sends the file in pieces of so many bytes, one every 20 ms. */
    record Slow(int bytes) implements Behaviour {}

    /** Sends the file and goes on sending. */
    record Endless() implements Behaviour {}
  }

  private final String id;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer hub = serve(false);
  private final HttpServer cdn = serve(true);
  private volatile Function<Request, Behaviour> behaviour = request -> Behaviour.PROPER;
  private volatile String commit = "1".repeat(40);

  /**
   * @param id owner/name of the model
   * @param folder its files
   */
  public LocalHub(String id, Path folder) {
    this.id = id;
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpServer serve(boolean isCdn) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> {
        try (exchange) {
          answer(exchange, isCdn);
        }
      });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return address(hub);
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void put(String name, byte[] content) {
    files.put(name, content);
  }

  public void commit(String commit) {
    this.commit = commit;
  }

  public void behave(Function<Request, Behaviour> behaviour) {
    this.behaviour = behaviour;
  }

  public List<Request> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange, boolean isCdn) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    Request request = new Request(
        isCdn,
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        headers.getFirst("Authorization"),
        headers.getFirst("Range"));
    requests.add(request);
    Behaviour how = behaviour.apply(request);
    if (how instanceof Behaviour.Status(int status, Map<String, String> extra)) {
      extra.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, -1);
    } else if (request.path.startsWith("/api/models/%s/revision/".formatted(id))) {
      send(exchange, request, how, description());
    } else {
      file(exchange, request, how);
    }
  }

  private byte[] description() {
    return JsonMapper.shared()
        .writeValueAsBytes(Map.of(
            "id", id,
            "sha", commit,
            "siblings",
                files.entrySet().stream()
                    .map(file -> Map.of("rfilename", file.getKey(), "size", file.getValue().length))
                    .toList()));
  }

  private void file(HttpExchange exchange, Request request, Behaviour how) throws IOException {
    String name = request.path.substring(request.path.lastIndexOf('/') + 1);
    byte[] content = files.get(name);
    Headers headers = exchange.getResponseHeaders();
    if (content == null) {
      headers.set("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    if (request.toCdn) {
      headers.set("ETag", "\"of-the-cdn\"");
      send(exchange, request, how, content);
      return;
    }
    headers.set("X-Repo-Commit", commit);
    if (name.matches(WEIGHTS)) {
      headers.set("X-Linked-Etag", '"' + hash("SHA-256", content) + '"');
      headers.set("X-Linked-Size", String.valueOf(content.length));
      redirect(exchange, 302, address(cdn) + "/signed/" + name);
    } else if (request.path.startsWith("/%s/resolve/".formatted(id))) {
      redirect(exchange, 307, "/api/resolve-cache/models/" + name);
    } else {
      headers.set("ETag", gitEtag(content));
      send(exchange, request, how, content);
    }
  }

  /** The ETag of a small file, which lies in git. */
  public static String gitEtag(Path file) {
    try {
      return gitEtag(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String gitEtag(byte[] content) {
    byte[] prefix = "blob %d\0".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
    return '"' + hash("SHA-1", prefix, content) + '"';
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(status, -1);
  }

  private void send(HttpExchange exchange, Request request, Behaviour how, byte[] content)
      throws IOException {
    if (request.method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    int from = 0;
    if (request.range != null && !(how instanceof Behaviour.Whole)) {
      from = Integer.parseInt(request.range.replaceAll("bytes=(\\d+)-", "$1"));
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    int length = content.length - from;
    boolean endless = how instanceof Behaviour.Endless;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, endless ? 0 : length);
    OutputStream body = exchange.getResponseBody();
    switch (how) {
      case Behaviour.Cut(long bytes) -> body.write(content, from, (int) Math.min(bytes, length));
      case Behaviour.Damaged() -> body.write(new byte[length]);
      case Behaviour.Trickle(int bytes) -> trickle(body, bytes);
      case Behaviour.Slow(int bytes) -> inPieces(body, content, from, bytes);
      default -> body.write(content, from, length);
    }
    body.flush();
    while (endless) {
      body.write(content);
    }
  }

  private void trickle(OutputStream body, int bytes) throws IOException {
    try {
      while (!closed.await(10, TimeUnit.MILLISECONDS)) {
        body.write(new byte[bytes]);
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void inPieces(OutputStream body, byte[] content, int from, int bytes) throws IOException {
    try {
      for (int at = from; at < content.length && !closed.await(20, TimeUnit.MILLISECONDS); ) {
        int length = Math.min(bytes, content.length - at);
        body.write(content, at, length);
        body.flush();
        at += length;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Stream.of(parts).map(Objects::requireNonNull).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    hub.stop(0);
    cdn.stop(0);
    threads.shutdownNow();
  }
}
