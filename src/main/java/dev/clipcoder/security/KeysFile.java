package dev.clipcoder.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The lines of a file of keys: name, roles with commas between, and {@code sha256:} with the hash of the key, with blanks
 * between. Empty
 * lines and those that begin with {@code #} are passed over.
 */
final class KeysFile {

  /** A thousand keys have a tenth of it. */
  private static final int MOST_BYTES = 1 << 20;

  /** Says what follows, since a key of 64 hexadecimal digits looks like a hash. */
  private static final String HASH = "sha256:";

  private KeysFile() {}

  /**
   * The bytes, unless they are too many.
   *
   * @throws InvalidKeysException if the file cannot be read
   */
  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidKeysException("%s has more than %,d bytes.".formatted(file, MOST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidKeysException("%s cannot be read: %s.".formatted(file, reason(e)));
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "the service may not read it";
      default -> String.valueOf(e.getMessage());
    };
  }

  /**
   * The keys in it.
   *
   * @throws InvalidKeysException if a line is none; the message has its number and nothing of it
   */
  static List<ApiKey> parse(Path file, byte[] bytes) {
    List<ApiKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text(file, bytes).split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      try {
        keys.add(key(content.split("\\s+")));
      } catch (InvalidKeysException e) {
        throw new InvalidKeysException("%s, line %d: %s.".formatted(file, number, e.getMessage()));
      }
    }
    return keys;
  }

  private static ApiKey key(String[] fields) {
    if (fields.length != 3) {
      throw new InvalidKeysException(
          "expected name, roles and SHA-256, as in `web classify,manage sha256:5e88…`");
    }
    if (!fields[2].startsWith(HASH)) {
      throw new InvalidKeysException(
          "the third word must be 'sha256:' and the hash of the key, and never the key itself, which may look like one; `sha256sum` prints the hash");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : fields[1].split(",", -1)) {
      roles.add(role(word));
    }
    return ApiKey.ofHash(fields[0], fields[2].substring(HASH.length()), roles);
  }

  private static Role role(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new InvalidKeysException(
                "the roles must be some of classify, manage and metrics, with commas and no blanks between"));
  }

  private static String text(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidKeysException("%s is not in UTF-8.".formatted(file));
    }
  }
}
