package dev.clipcoder.api;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an NDJSON body, read only as far as it has arrived, so that results can be written meanwhile. What is
 * held, the line that is being read and those whose items are under way, is claimed in the body budget; without room
 * there the body waits. A line that is too long, or finds no room for too long, becomes an item that says so, and
 * what is left of it is skipped.
 */
final class LineSource implements BatchSource {

  private static final int PIECE = 16 * 1024;

  /** Makes an item of a line. */
  interface Parser {
    BatchEntry parse(byte[] line, int index);
  }

  private final HttpServletRequest request;
  private final ServletInputStream body;
  private final int longest;
  private final Duration patience;
  private final Parser parser;

  private final byte[] piece = new byte[PIECE];
  private int at;
  private int end;

  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable ProblemException skipped;

  /** Bytes of lines whose items are under way. */
  private long underWay;

  private int index;
  private boolean begun;
  private boolean ended;

  /** When the body began to wait for room in the budget; 0 while it does not. */
  private long waitsSince;

  LineSource(HttpServletRequest request, int longest, Duration patience, Parser parser)
      throws IOException {
    this.request = request;
    this.body = request.getInputStream();
    this.longest = longest;
    this.patience = patience;
    this.parser = parser;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public @Nullable BatchEntry poll(boolean wait) throws IOException {
    while (!ended) {
      boolean whole = takeLine();
      if (whole) {
        BatchEntry entry = entry();
        if (entry != null) {
          return entry;
        }
      } else if (at < end || !more(wait)) {
        return null;
      }
    }
    return entry();
  }

  /** Moves what is there into the line, up to its end: true if that has come, false if bytes or room are missing. */
  private boolean takeLine() {
    int stop = at;
    while (stop < end && piece[stop] != '\n') {
      stop++;
    }
    if (!makeRoom(stop - at)) {
      return false;
    }
    if (skipped == null) {
      line.write(piece, at, stop - at);
    }
    boolean whole = stop < end;
    at = whole ? stop + 1 : stop;
    return whole;
  }

  private boolean makeRoom(int more) {
    if (skipped != null) {
      return true;
    }
    long length = (long) line.size() + more;
    if (length > longest) {
      skip(ErrorSentences.lineTooLong(longest));
      return true;
    }
    try {
      BodyBudgetFilter.hold(request, underWay + length);
      waitsSince = 0;
      return true;
    } catch (ProblemException noRoom) {
      long now = System.nanoTime();
      waitsSince = waitsSince == 0 ? now : waitsSince;
      if (now - waitsSince > patience.toNanos()) {
        skip(noRoom);
        return true;
      }
      return false;
    }
  }

  private void skip(ProblemException problem) {
    skipped = problem;
    line = new ByteArrayOutputStream();
    waitsSince = 0;
  }

  /** Reads on; false if nothing has arrived and it is not to be waited for. */
  private boolean more(boolean wait) throws IOException {
    if (body.isFinished()) {
      ended = true;
      return true;
    }
    // Only a read tells a client that asked whether to go on; it sends nothing before.
    if (begun && !wait && body.available() <= 0) {
      return false;
    }
    begun = true;
    int count = body.read(piece);
    at = 0;
    end = Math.max(0, count);
    ended = count < 0;
    return true;
  }

  /** The item of the line that is complete; null for an empty one. */
  private @Nullable BatchEntry entry() {
    byte[] bytes = line.toByteArray();
    ProblemException problem = skipped;
    line = new ByteArrayOutputStream();
    skipped = null;
    if (problem != null) {
      return BatchEntry.refused(index++, 0, problem);
    }
    if (isBlank(bytes)) {
      return null;
    }
    underWay += bytes.length;
    return parser.parse(bytes, index++);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\t' && one != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void done(BatchEntry entry) {
    underWay -= entry.length();
    BodyBudgetFilter.hold(request, underWay + line.size());
  }
}
