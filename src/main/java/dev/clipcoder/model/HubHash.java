package dev.clipcoder.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a file's content, which a hub gives as its ETag: the SHA-256 of a large file, and of a small one that
 * lies in git the SHA-1 of its blob, in hexadecimal.
 */
record HubHash(String hex) {

  private static final int SHA256_DIGITS = 64;

  /** Reads an ETag; null if it is no hash of the content. */
  static @Nullable HubHash ofEtag(String etag) {
    String hex = etag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
    return hex.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? new HubHash(hex) : null;
  }

  String algorithm() {
    return hex.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1";
  }

  /** A digest that becomes this hash when it is fed all bytes of the file. */
  MessageDigest digest(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm());
      if (hex.length() != SHA256_DIGITS) {
        digest.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm(), e);
    }
  }
}
