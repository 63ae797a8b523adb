package dev.clipcoder.image;

import dev.clipcoder.image.ArchivePath.Ignored;
import dev.clipcoder.image.ArchivePath.Refused;
import dev.clipcoder.image.ArchivePath.Segments;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;

/**
 * Labelled pictures in a zip: folders that are named by label, or one folder of such folders. Read in memory, entry
 * by entry in the archive's order; nothing is written anywhere. What spoils the whole archive is an exception at the
 * start, what spoils one entry is a {@link Faulty} entry among the others. What file managers leave behind
 * ({@code __MACOSX}, {@code Thumbs.db}, names that begin with a dot) is passed over, and so are folders. Whether an
 * entry is a picture is not looked at here.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PictureArchive {

  /**
   * What is accepted.
   *
   * @param maxEntries most entries, folders and what is passed over among them; each costs a few bytes of memory
   * @param maxPictureBytes most bytes of one picture, unpacked
   * @param maxTotalBytes most bytes of all pictures together, unpacked
   */
  public record Limits(int maxEntries, long maxPictureBytes, long maxTotalBytes) {

    /** Requires positive numbers; an array ends at 2³¹ − 9 bytes. */
    public Limits {
      if (maxEntries < 1 || maxTotalBytes < 1) {
        throw new IllegalArgumentException("Limits of an archive must be positive");
      }
      if (maxPictureBytes < 1 || maxPictureBytes > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("A picture in an archive may have 1 to 2^31 - 9 bytes");
      }
    }
  }

  /** What is at one place of the archive. */
  public sealed interface Entry {

    /** Name for messages: without control characters, at most 101 characters. */
    String name();
  }

  /**
   * The bytes of one file.
   *
   * @param label name of its folder, composed (NFC) and otherwise as it is
   * @param name its whole name in the archive
   * @param bytes unpacked, sound by their checksum
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Picture(String label, String name, byte[] bytes) implements Entry {}

  /**
   * A file that cannot be taken.
   *
   * @param sentence why, and what to do
   */
  public record Faulty(String name, String sentence) implements Entry {}

  private final ZipDirectory directory;
  private final Limits limits;
  private final ArchiveLayout layout;
  private final int[] files;
  private int next;

  private PictureArchive(ZipDirectory directory, Limits limits, ArchiveLayout layout, int[] files) {
    this.directory = directory;
    this.limits = limits;
    this.layout = layout;
    this.files = files;
  }

  /** Whether the bytes begin as a zip does. */
  public static boolean isArchive(byte[] bytes) {
    return ZipDirectory.isZip(bytes);
  }

  /**
   * Reads the directory and unpacks nothing.
   *
   * @param bytes the archive, which must not change while it is read
   * @throws ArchiveException if it is no sound zip or claims more than the limits allow
   */
  public static PictureArchive open(byte[] bytes, Limits limits) {
    ZipDirectory directory = ZipDirectory.read(bytes, limits.maxEntries());
    ArchiveLayout.Finder layout = new ArchiveLayout.Finder();
    int[] files = new int[directory.size()];
    int count = 0;
    long total = 0;
    for (int i = 0; i < directory.size(); i++) {
      ZipMember member = directory.member(i);
      ArchivePath path = ArchivePath.of(member.name());
      if (path instanceof Ignored) {
        continue;
      }
      files[count++] = i;
      if (path instanceof Segments segments) {
        layout.see(segments);
        total += unpackedBytes(member, limits);
        requireTotal(total, limits);
      }
    }
    return new PictureArchive(directory, limits, layout.layout(), Arrays.copyOf(files, count));
  }

  /** How many entries {@link #next} gives in all. */
  public int size() {
    return files.length;
  }

  /** Unpacks the next entry, or tells that there is none. */
  public Optional<Entry> next() {
    return next == files.length
        ? Optional.empty()
        : Optional.of(entry(directory.member(files[next++])));
  }

  private Entry entry(ZipMember member) {
    String name = ArchivePath.shown(member.name());
    return switch (ArchivePath.of(member.name())) {
      case Refused(String sentence) -> new Faulty(name, sentence);
      case Segments(var segments) ->
        layout
            .label(segments)
            .map(label -> entry(label, name, member))
            .orElseGet(() -> new Faulty(name, layout.fault(segments)));
      case Ignored _ -> throw new IllegalStateException("Passed over before");
    };
  }

  private Entry entry(String label, String name, ZipMember member) {
    Optional<String> fault = ZipUnpacking.fault(member, limits.maxPictureBytes());
    if (fault.isPresent()) {
      return new Faulty(name, fault.get());
    }
    try {
      return new Picture(label, name, ZipUnpacking.unpack(member));
    } catch (DataFormatException e) {
      return new Faulty(name, ZipUnpacking.damaged());
    }
  }

  /** What an entry without fault will take: never more than this is unpacked of it. */
  private static long unpackedBytes(ZipMember member, Limits limits) {
    return ZipUnpacking.fault(member, limits.maxPictureBytes()).isEmpty() ? member.length() : 0;
  }

  private static void requireTotal(long total, Limits limits) {
    if (total > limits.maxTotalBytes()) {
      throw new ArchiveTooLargeException(
          "The archive unpacks to more than %,d bytes, which is the most that is accepted. Send it in parts."
              .formatted(limits.maxTotalBytes()));
    }
  }
}
