package dev.clipcoder.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/**
 * Speaks a hub's protocol: the description of a revision, the headers of a file, and its bytes, which mostly come from
 * another host. Each call is one try.
 */
final class HubClient implements AutoCloseable {

  private static final int MOST_REDIRECTS = 5;

  /** Descriptions of repositories with thousands of files are a few hundred kilobytes. */
  private static final int MOST_DESCRIPTION_BYTES = 32 << 20;

  private final HubProperties properties;
  private final HubOrigin hub;
  private final HttpClient http;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  HubClient(HubProperties properties) {
    this.properties = properties;
    this.hub = HubOrigin.of(properties);
    // Redirects are followed here: Java's client would take the token along. And one connection of
    // HTTP/1.1 is faster
    // for a large file than the small window of HTTP/2.
    this.http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(properties.timeout())
        .build();
  }

  /** A body that begins at a byte of the file. */
  record Body(InputStream stream, long offset) {}

  HubListing listing(HubName name) throws IOException {
    URI address = hub.listing(name);
    HttpResponse<InputStream> answer = send("GET", address, 0, response -> false);
    try (InputStream body = watched(answer)) {
      requireSuccess(answer, name, name.toString());
      byte[] json = body.readNBytes(MOST_DESCRIPTION_BYTES + 1);
      if (json.length > MOST_DESCRIPTION_BYTES) {
        throw new CheckpointException("The hub's description of %s has more than %d bytes."
            .formatted(name, MOST_DESCRIPTION_BYTES));
      }
      return HubListing.read(name, json);
    }
  }

  /** Size and hash of a file; they come with the redirect to the host that has the bytes, if there is one. */
  HubFile describe(HubName name, HubListing listing, String file) throws IOException {
    String commit = listing.commit();
    String what = file + " of " + name;
    HttpResponse<InputStream> answer = send(
        "HEAD",
        hub.file(name, commit, file),
        0,
        response -> response.headers().firstValue("X-Linked-Etag").isPresent());
    answer.body().close();
    if (!isRedirect(answer)) {
      requireSuccess(answer, name, what);
    }
    String actual = answer.headers().firstValue("X-Repo-Commit").orElse(commit);
    if (!actual.equals(commit)) {
      throw new CheckpointException("The hub answers for %s with the commit %s; expected %s."
          .formatted(what, actual, commit));
    }
    String etag = header(answer, "X-Linked-Etag", "ETag");
    HubHash hash = HubHash.ofEtag(etag);
    if (hash == null) {
      throw new CheckpointException(
          "The hub gives '%s' as the hash of %s; expected a SHA-256 or a SHA-1. A mirror has to pass X-Linked-Etag and ETag on."
              .formatted(etag, what));
    }
    String size = header(answer, "X-Linked-Size", "Content-Length");
    if (size.isEmpty()) {
      size = String.valueOf(listing.sizes().getOrDefault(file, -1L));
    }
    if (!size.matches("\\d{1,18}")) {
      throw new CheckpointException(
          "The hub gives '%s' as the size of %s; expected a number.".formatted(size, what));
    }
    return new HubFile(file, Long.parseLong(size), hash);
  }

  /** A file's bytes, from the offset if the host can do that, otherwise from its beginning. */
  Body open(HubName name, String commit, HubFile file, long offset) throws IOException {
    HttpResponse<InputStream> answer =
        send("GET", hub.file(name, commit, file.name()), offset, response -> false);
    InputStream body = watched(answer);
    try {
      requireSuccess(answer, name, file.name() + " of " + name);
      if (answer.statusCode() != 206) {
        return new Body(body, 0);
      }
      String range = answer.headers().firstValue("Content-Range").orElse("");
      if (!range.startsWith("bytes %d-".formatted(offset))) {
        throw new HubException("the hub sends the range '%s' of %s in place of the rest from %d"
            .formatted(range, file.name(), offset));
      }
      return new Body(body, offset);
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private HttpResponse<InputStream> send(
      String method, URI address, long offset, Predicate<HttpResponse<InputStream>> suffices)
      throws IOException {
    URI target = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<InputStream> answer = send(request(method, target, offset));
      if (!isRedirect(answer) || suffices.test(answer)) {
        return answer;
      }
      answer.body().close();
      target =
          HubOrigin.redirected(target, answer.headers().firstValue("Location").orElse(""));
    }
    throw new HubException("the hub redirects more than %d times".formatted(MOST_REDIRECTS));
  }

  private HttpRequest request(String method, URI target, long offset) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(properties.timeout())
        .header("User-Agent", "clipcoder")
        // A compressed body has another length than the file.
        .header("Accept-Encoding", "identity");
    if (offset > 0) {
      request.header("Range", "bytes=%d-".formatted(offset));
    }
    if (!hub.token().isEmpty() && hub.isOriginOf(target)) {
      request.header("Authorization", "Bearer " + hub.token());
    }
    return request.build();
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckpointException("The download from the hub was interrupted.", e);
    }
  }

  private InputStream watched(HttpResponse<InputStream> answer) {
    return new WatchedStream(answer.body(), properties.timeout(), watcher);
  }

  private static boolean isRedirect(HttpResponse<?> answer) {
    return switch (answer.statusCode()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String header(HttpResponse<?> answer, String better, String other) {
    return answer
        .headers()
        .firstValue(better)
        .or(() -> answer.headers().firstValue(other))
        .orElse("");
  }

  /** Another host's refusals pass, as its addresses are valid for a while only and are made anew by the hub. */
  private void requireSuccess(HttpResponse<?> answer, HubName name, String what)
      throws HubException {
    int status = answer.statusCode();
    if (status == 200 || status == 206) {
      return;
    }
    boolean passes = status < 400 || status == 408 || status == 429 || status >= 500;
    if (passes || !hub.isOriginOf(answer.uri())) {
      throw new HubException(
          "the hub answers %d for %s".formatted(status, what),
          RetryAfter.of(answer.headers().firstValue("Retry-After").orElse("")));
    }
    String code = answer.headers().firstValue("X-Error-Code").orElse("");
    throw HubSentences.refusal(name, what, status, code, !hub.token().isEmpty());
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    http.shutdownNow();
    http.close();
  }
}
