package dev.clipcoder.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The bytes of a file that have arrived so far, in a file that is named by the hash that they must have in the end. So
 * a later start goes on where this one ended, and whatever is in it belongs to nothing else.
 */
final class HubPart implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path path;
  private final HubFile file;
  private final FileChannel channel;
  private MessageDigest digest;
  private long position;

  private HubPart(Path path, HubFile file, FileChannel channel) {
    this.path = path;
    this.file = file;
    this.channel = channel;
    this.digest = file.hash().digest(file.size());
  }

  /** Opens what an earlier start has left, or begins. */
  static HubPart open(Path path, HubFile file) {
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      FileChannel channel = FileChannel.open(
          path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      HubPart part = new HubPart(path, file, channel);
      part.readAgain();
      return part;
    } catch (IOException e) {
      throw HubCache.unwritable(path, e);
    }
  }

  private void readAgain() throws IOException {
    if (channel.size() > file.size()) {
      channel.truncate(0);
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (position < channel.size() && channel.read(buffer) >= 0) {
      position += buffer.flip().remaining();
      digest.update(buffer);
      buffer.clear();
    }
  }

  /** How many bytes there are. */
  long position() {
    return position;
  }

  boolean isWhole() {
    return position == file.size();
  }

  void append(byte[] bytes, int length) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw HubCache.unwritable(path, e);
    }
    digest.update(bytes, 0, length);
    position += length;
  }

  /** Forgets all bytes. */
  void restart() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw HubCache.unwritable(path, e);
    }
    digest = file.hash().digest(file.size());
    position = 0;
  }

  /** The hash of the bytes. May be asked once; after that only {@link #restart} and {@link #publish} make sense. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Gives the bytes, which must be whole and right, their name: first they are on the disk, then they have it. */
  void publish(Path target) {
    try {
      DurableFile.publish(path, target);
    } catch (IOException e) {
      throw HubCache.unwritable(target, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw HubCache.unwritable(path, e);
    }
  }
}
