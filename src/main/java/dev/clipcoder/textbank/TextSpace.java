package dev.clipcoder.textbank;

import dev.clipcoder.model.ModelDescription;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where the texts of the loaded checkpoint are: embeddings can be compared and kept under one key within it only.
 *
 * @param id changes with the checkpoint, the tower, the precision and the engine
 */
public record TextSpace(String id) {

  /** To be raised when the engine's text tower comes to compute anything else. */
  private static final int ENGINE_VERSION = 1;

  static TextSpace of(ModelDescription model) {
    String parts =
        "%s text %s %d".formatted(model.fingerprint(), model.precision(), ENGINE_VERSION);
    return new TextSpace(HexFormat.of().formatHex(sha256(parts)));
  }

  /** What the text's embedding is kept under: 32 bytes. */
  byte[] key(String text) {
    return sha256(id + " " + text);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
