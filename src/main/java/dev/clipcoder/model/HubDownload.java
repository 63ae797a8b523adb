package dev.clipcoder.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * One file from a hub to the disk. It gets its name only when all its bytes are on the disk and have the hash that the
 * hub says.
 */
final class HubDownload {

  /** Where bytes come from. Each call is one try; what it returns may begin at 0 in place of the offset. */
  interface Source {
    HubClient.Body open(long offset) throws IOException;
  }

  private static final int BUFFER_BYTES = 1 << 18;

  private final HubFile file;
  private final String what;
  private final Source source;
  private final HubRetries retries;
  private final HubProgress progress;

  /**
   * @param what what to call the file in messages
   */
  HubDownload(HubFile file, String what, Source source, HubRetries retries, HubProgress progress) {
    this.file = file;
    this.what = what;
    this.source = source;
    this.retries = retries;
    this.progress = progress;
  }

  /**
   * Fetches the file.
   *
   * @param path where the bytes gather
   * @param target the file's name
   * @throws IOException if the hub does not deliver
   * @throws CheckpointException if the content is wrong twice, or cannot be written
   */
  void fetch(Path path, Path target) throws IOException {
    try (HubPart part = HubPart.open(path, file)) {
      progress.add(part.position());
      String hash = gather(part);
      if (!hash.equals(file.hash().hex())) {
        // What an earlier start has left may be to blame.
        restart(part);
        hash = gather(part);
      }
      if (!hash.equals(file.hash().hex())) {
        restart(part);
        throw new CheckpointException(
            "%s arrives with the %s %s, twice; the hub says %s. Try again later, or another clipcoder.hub.url."
                .formatted(what, file.hash().algorithm(), hash, file.hash().hex()));
      }
      part.publish(target);
    }
  }

  private void restart(HubPart part) {
    progress.add(-part.position());
    part.restart();
  }

  private String gather(HubPart part) throws IOException {
    while (!part.isWhole()) {
      HubClient.Body body;
      try {
        body = source.open(part.position());
      } catch (IOException e) {
        retries.await(e);
        continue;
      }
      try (InputStream stream = body.stream()) {
        if (body.offset() < part.position()) {
          restart(part);
        }
        copy(stream, part);
      } catch (IOException e) {
        retries.await(e);
      }
    }
    return part.hash();
  }

  /** Takes no more bytes than the file has, however many come. */
  private void copy(InputStream stream, HubPart part) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!part.isWhole()) {
      int most = (int) Math.min(buffer.length, file.size() - part.position());
      int read = stream.read(buffer, 0, most);
      if (read < 0) {
        throw new HubException(
            "the hub ends %s at byte %d of %d".formatted(what, part.position(), file.size()));
      }
      part.append(buffer, read);
      progress.add(read);
      retries.progressed();
    }
  }
}
