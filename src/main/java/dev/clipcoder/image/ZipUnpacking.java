package dev.clipcoder.image;

import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * From a zip's entry to its bytes. What an entry claims may convict it but never clears it: it is unpacked into as
 * many bytes as it claims, which its claim has been checked for, and one more would be noticed.
 */
final class ZipUnpacking {

  /** An entry over this size may not be compressed below a hundredth: no photograph is. */
  private static final long SMALL = 1 << 20;

  private static final long MAX_RATIO = 100;

  /** Native code holds up virtual threads, so it is called for this many bytes at a time, which takes microseconds. */
  private static final int STEP = 1 << 16;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Encrypted; strongly encrypted; with masked headers. */
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

  private static final int AES = 99;
  private static final int KIND_OF_FILE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int SYMBOLIC_LINK = 0120000;

  private static final String DAMAGED = "It is damaged in the archive. Make the archive again.";

  private ZipUnpacking() {}

  /** Why an entry cannot be taken, by what is said of it alone. */
  static Optional<String> fault(ZipMember member, long maxBytes) {
    int kind = member.mode() & KIND_OF_FILE;
    if (kind == SYMBOLIC_LINK) {
      return Optional.of("It is a symbolic link. Put the picture itself into the archive.");
    }
    if (kind != 0 && kind != REGULAR) {
      return Optional.of("It is no regular file. Put pictures only into the archive.");
    }
    if ((member.flags() & ENCRYPTED) != 0 || member.method() == AES) {
      return Optional.of("It is encrypted. Make the archive without a password.");
    }
    if (member.method() != STORED && member.method() != DEFLATED) {
      return Optional.of(
          "It is compressed by method %d. Make the archive with deflate or without compression."
              .formatted(member.method()));
    }
    return sizeFault(member, maxBytes);
  }

  private static Optional<String> sizeFault(ZipMember member, long maxBytes) {
    if (member.length() > maxBytes) {
      return Optional.of(
          "It has %,d bytes unpacked; at most %,d are accepted. Send a smaller picture."
              .formatted(member.length(), maxBytes));
    }
    if (member.length() > SMALL && member.length() > MAX_RATIO * member.data().size()) {
      return Optional.of(
          "It unpacks to more than %d times its size, as no photograph does. Send it as a JPEG or PNG."
              .formatted(MAX_RATIO));
    }
    boolean twoNames = !member.name().sameAs(member.localName());
    boolean twoLengths =
        member.method() == STORED && member.length() != member.data().size();
    return twoNames || twoLengths ? Optional.of(DAMAGED) : Optional.empty();
  }

  /**
   * The bytes of an entry without {@linkplain #fault fault}.
   *
   * @throws DataFormatException if they are not what is said of them
   */
  static byte[] unpack(ZipMember member) throws DataFormatException {
    byte[] bytes = member.method() == STORED ? copy(member.data()) : inflate(member);
    CRC32 checkSum = new CRC32();
    for (int at = 0; at < bytes.length; at += STEP) {
      checkSum.update(bytes, at, Math.min(STEP, bytes.length - at));
    }
    if (checkSum.getValue() != member.crc()) {
      throw new DataFormatException("Another checksum");
    }
    return bytes;
  }

  /** The sentence for an entry that {@link #unpack} found to be other than it says. */
  static String damaged() {
    return DAMAGED;
  }

  private static byte[] copy(ByteView data) {
    byte[] bytes = new byte[data.size()];
    System.arraycopy(data.bytes(), data.from(), bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] inflate(ZipMember member) throws DataFormatException {
    ByteView data = member.data();
    byte[] bytes = new byte[Math.toIntExact(member.length())];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(data.bytes(), data.from(), data.size());
      int filled = 0;
      while (filled < bytes.length) {
        int got = inflater.inflate(bytes, filled, Math.min(STEP, bytes.length - filled));
        if (got == 0) {
          throw new DataFormatException("Fewer bytes than claimed");
        }
        filled += got;
      }
      byte[] more = new byte[1];
      if (inflater.inflate(more) != 0 || !inflater.finished()) {
        throw new DataFormatException("More bytes than claimed");
      }
    }
    return bytes;
  }
}
