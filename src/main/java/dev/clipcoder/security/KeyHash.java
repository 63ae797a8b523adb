package dev.clipcoder.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of a key, which is all that is kept of it. A slow hash, such as bcrypt, is for secrets that people think of;
 * a random key of 128 bits or more cannot be guessed whatever a guess costs, and this hash costs less than a
 * microsecond of every request.
 */
final class KeyHash {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private final byte[] hash;

  private KeyHash(byte[] hash) {
    this.hash = hash;
  }

  static KeyHash of(String key) {
    try {
      return new KeyHash(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  static boolean isHex(String text) {
    return HEX.matcher(text).matches();
  }

  /** From 64 hexadecimal digits. */
  static KeyHash ofHex(String text) {
    return new KeyHash(HexFormat.of().parseHex(text));
  }

  /** Compares in a time that does not depend on where they differ. */
  boolean isSameAs(KeyHash other) {
    return MessageDigest.isEqual(hash, other.hash);
  }
}
