package dev.clipcoder.shutdown;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept alive, and that tells exactly what became of each request: refused before a byte of an
 * answer came, answered whole, or cut off within.
 */
final class Exchange implements AutoCloseable {

  private final int port;
  private @Nullable Socket socket;

  Exchange(int port) {
    this.port = port;
  }

  /** What became of a request. */
  sealed interface Outcome {}

  /** No connection, or closed without a byte of an answer. */
  record Refused() implements Outcome {}

  /** Closed in the middle of an answer. */
  record Cut(String received) implements Outcome {}

  record Answered(int status, byte[] body) implements Outcome {}

  /**
   * Sends a request and reads its answer.
   *
   * @param sent called when the request has left, on a connection that the service had accepted before
   */
  Outcome send(String method, String path, String contentType, byte[] body, Runnable sent) {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try {
      boolean isOld = socket != null;
      Socket connection = connect();
      String head =
          "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, port, contentType, body.length);
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
      request.writeBytes(body);
      connection.getOutputStream().write(request.toByteArray());
      connection.getOutputStream().flush();
      if (isOld) {
        sent.run();
      }
      return read(connection.getInputStream(), received);
    } catch (IOException broken) {
      disconnect();
      return received.size() == 0
          ? new Refused()
          : new Cut(received.toString(StandardCharsets.ISO_8859_1));
    }
  }

  private Socket connect() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(60_000);
      socket = open;
    }
    return open;
  }

  private Answered read(InputStream in, ByteArrayOutputStream received) throws IOException {
    String statusLine = line(in, received);
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    boolean closes = false;
    for (String line = line(in, received); !line.isEmpty(); line = line(in, received)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).trim());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
      closes |= lower.equals("connection: close");
    }
    byte[] body = chunked ? chunks(in, received) : bytes(in, received, length);
    if (closes) {
      disconnect();
    }
    return new Answered(status, body);
  }

  private static byte[] chunks(InputStream in, ByteArrayOutputStream received) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in, received), 16);
      body.writeBytes(bytes(in, received, length));
      String _ = line(in, received);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private static byte[] bytes(InputStream in, ByteArrayOutputStream received, int length)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    received.writeBytes(bytes);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static String line(InputStream in, ByteArrayOutputStream received) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      received.write(next);
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private void disconnect() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException gone) {
        throw new IllegalStateException(gone);
      }
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
