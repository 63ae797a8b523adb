package dev.clipcoder.image.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One picture from its address to its bytes, over a few redirects, each of which is judged like the first address. */
final class Fetch {

  private static final Logger log = LoggerFactory.getLogger(Fetch.class);

  private static final Set<Integer> REDIRECTS = Set.of(
      HttpStatus.SC_MOVED_PERMANENTLY,
      HttpStatus.SC_MOVED_TEMPORARILY,
      HttpStatus.SC_SEE_OTHER,
      HttpStatus.SC_TEMPORARY_REDIRECT,
      HttpStatus.SC_PERMANENT_REDIRECT);

  private static final int PIECE = 64 * 1024;

  private final HttpClient client;
  private final FetchSettings settings;
  private final long maxBytes;
  private final LongConsumer room;
  private @Nullable HttpGet underWay;
  private boolean cancelled;

  /**
   * @param maxBytes of the picture
   * @param room is asked for each piece of the picture before it is read, and throws where there is none
   */
  Fetch(HttpClient client, FetchSettings settings, long maxBytes, LongConsumer room) {
    this.client = client;
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.room = room;
  }

  /**
   * Blocks until the picture is there.
   *
   * @throws FetchException if it is not to be had
   */
  byte[] run(PictureAddress first) {
    PictureAddress address = first;
    for (int redirects = 0; redirects <= settings.maxRedirects(); redirects++) {
      HttpGet get = begin(address);
      try (ClassicHttpResponse response = client.executeOpen(address.host(), get, null)) {
        try {
          if (!REDIRECTS.contains(response.getCode())) {
            return body(response);
          }
          address = address.follow(location(response), settings.ports());
        } finally {
          // Before the response is closed, which would read what is left of it, and there may be no
          // end.
          get.abort();
        }
      } catch (UnknownHostException refused) {
        throw new RefusedHostException();
      } catch (InterruptedIOException tooLate) {
        throw tooLate();
      } catch (IOException failed) {
        log.debug("A picture was not fetched", failed);
        throw new UnfetchableException(
            "The picture cannot be fetched: the connection to its host failed.");
      }
    }
    throw new UnfetchableException(
        "The picture cannot be fetched: its host redirects more than %d times (clipcoder.images.urls.max-redirects)."
            .formatted(settings.maxRedirects()));
  }

  FetchTooLateException tooLate() {
    return new FetchTooLateException(
        "The picture did not arrive within %s s (clipcoder.images.urls.timeout)."
            .formatted(settings.timeout().toMillis() / 1000.0));
  }

  /** Ends it, whatever it waits for. */
  synchronized void cancel() {
    cancelled = true;
    if (underWay != null) {
      underWay.abort();
    }
  }

  private synchronized HttpGet begin(PictureAddress address) {
    if (cancelled) {
      throw tooLate();
    }
    HttpGet get = new HttpGet(address.uri());
    get.setHeader(HttpHeaders.ACCEPT, "image/*");
    underWay = get;
    return get;
  }

  private static String location(ClassicHttpResponse response) {
    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
    if (location == null) {
      throw new UnfetchableException(
          "The picture cannot be fetched: its host redirects and does not say whereto.");
    }
    return location.getValue();
  }

  private byte[] body(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (response.getCode() != HttpStatus.SC_OK || entity == null) {
      throw new UnfetchableException(
          "The picture cannot be fetched: its host answers %d.".formatted(response.getCode()));
    }
    if (entity.getContentLength() > maxBytes) {
      throw tooLong();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    InputStream stream = entity.getContent();
    byte[] piece = new byte[PIECE];
    for (int count; (count = stream.read(piece)) >= 0; ) {
      if (whole.size() + (long) count > maxBytes) {
        throw tooLong();
      }
      room.accept(count);
      whole.write(piece, 0, count);
    }
    return whole.toByteArray();
  }

  private PictureTooLongException tooLong() {
    return new PictureTooLongException(
        "The picture at the address has more than %,d bytes (clipcoder.images.max-bytes)."
            .formatted(maxBytes));
  }
}
