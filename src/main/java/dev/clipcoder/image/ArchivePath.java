package dev.clipcoder.image;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the name of an archive's entry means. It is never used as a path; a name that would harm one who does is refused. */
sealed interface ArchivePath {

  /** Folders, and what file managers leave behind. */
  record Ignored() implements ArchivePath {}

  /**
   * A name that is not taken.
   *
   * @param sentence why, and what to do
   */
  record Refused(String sentence) implements ArchivePath {}

  /**
   * The name of a file.
   *
   * @param segments folders and file, outermost first, composed (NFC), for macOS writes them decomposed
   */
  record Segments(List<String> segments) implements ArchivePath {}

  /** Three names of the greatest length that file systems take fit. */
  int MAX_BYTES = 3 * 256;

  /** Longest form of a name in a sentence. */
  int MAX_SHOWN = 100;

  Set<String> LEFT_BEHIND = Set.of("__macosx", "thumbs.db", "desktop.ini");

  static ArchivePath of(ByteView bytes) {
    if (bytes.size() > MAX_BYTES) {
      return new Refused("Its name has %d bytes; at most %d are accepted. Rename it."
          .formatted(bytes.size(), MAX_BYTES));
    }
    Optional<String> decoded = decode(bytes);
    if (decoded.isEmpty()) {
      return new Refused(
          "Its name is not in UTF-8. Rename it, or make the archive with names in UTF-8.");
    }
    return of(Normalizer.normalize(decoded.orElseThrow(), Normalizer.Form.NFC));
  }

  private static ArchivePath of(String name) {
    List<String> segments = List.of(name.split("/", -1));
    if (!harmless(name, segments)) {
      return new Refused(
          "Its name is none that an archive of pictures needs. Name entries as in 'cat/1.jpg'.");
    }
    boolean folder = segments.getLast().isEmpty();
    List<String> parts = folder ? segments.subList(0, segments.size() - 1) : segments;
    if (parts.stream().anyMatch(String::isBlank)) {
      return new Refused("Its name has an empty part. Name entries as in 'cat/1.jpg'.");
    }
    return folder || parts.stream().anyMatch(ArchivePath::isLeftBehind)
        ? new Ignored()
        : new Segments(parts);
  }

  private static boolean harmless(String name, List<String> segments) {
    boolean absolute = name.startsWith("/") || (name.length() > 1 && name.charAt(1) == ':');
    return !absolute
        && name.indexOf('\\') < 0
        && name.chars().noneMatch(Character::isISOControl)
        && !segments.contains("..")
        && !segments.contains(".");
  }

  private static boolean isLeftBehind(String segment) {
    return segment.startsWith(".") || LEFT_BEHIND.contains(segment.toLowerCase(Locale.ROOT));
  }

  /** The name for a sentence: short, of one line, with a mark for what is no character. */
  static String shown(ByteView bytes) {
    int most = Math.min(bytes.size(), MAX_BYTES);
    String text = new String(bytes.bytes(), bytes.from(), most, StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > MAX_SHOWN ? shown + "…" : shown.toString();
  }

  private static Optional<String> decode(ByteView bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.bytes(), bytes.from(), bytes.size()))
          .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
