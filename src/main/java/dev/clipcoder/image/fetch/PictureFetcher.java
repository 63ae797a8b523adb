package dev.clipcoder.image.fetch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Fetches pictures on threads of its own: to resolve a name is native code, which must not run on virtual threads. What
 * a host can do to us is bounded: by the number of threads, and for each picture by time and bytes.
 */
public final class PictureFetcher implements AutoCloseable {

  /** Pictures that wait for each thread: with fast hosts a second's worth. */
  private static final int WAITING = 16;

  private final FetchSettings settings;
  private final long maxBytes;
  private final CloseableHttpClient client;
  private final ThreadPoolExecutor threads;

  /**
   * @param maxBytes of one picture
   * @param hosts where names lead
   */
  PictureFetcher(FetchSettings settings, long maxBytes, DnsResolver hosts) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.client = FetchClient.of(settings, hosts);
    this.threads = new ThreadPoolExecutor(
        settings.threads(),
        settings.threads(),
        30,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING * settings.threads()),
        Thread.ofPlatform().daemon().name("fetch-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Fetches a picture.
   *
   * @param address as somebody sent it
   * @param room is told of bytes before they are kept, on another thread, and throws where there is no room for them
   * @return the bytes, which may be anything; cancelling it ends the fetch. It fails with a {@link FetchException}, or with what {@code room} threw
   * @throws FetchException if the address is none, or too many wait
   */
  public CompletableFuture<byte[]> fetch(String address, LongConsumer room) {
    PictureAddress parsed = PictureAddress.parse(address, settings.ports());
    Fetch fetch = new Fetch(client, settings, maxBytes, room);
    CompletableFuture<byte[]> picture = new CompletableFuture<>();
    try {
      threads.execute(() -> run(fetch, parsed, picture));
    } catch (RejectedExecutionException full) {
      throw new TooManyFetchesException(
          "Too many pictures are being fetched (clipcoder.images.urls.threads). Send this one again later.");
    }
    CompletableFuture<byte[]> answer = picture
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
            failure instanceof TimeoutException ? fetch.tooLate() : failure));
    // However it ends, also when it is cancelled, nothing goes on behind it.
    var _ = answer.whenComplete((bytes, failure) -> {
      picture.cancel(false);
      fetch.cancel();
    });
    return answer;
  }

  private static void run(Fetch fetch, PictureAddress address, CompletableFuture<byte[]> picture) {
    if (picture.isDone()) {
      return;
    }
    try {
      picture.complete(fetch.run(address));
    } catch (RuntimeException | Error failure) {
      picture.completeExceptionally(failure);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
