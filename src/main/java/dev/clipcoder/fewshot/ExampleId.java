package dev.clipcoder.fewshot;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names examples by what they are, so that sending one again changes nothing. */
public final class ExampleId {

  private ExampleId() {}

  /** Of a picture: SHA-256 of its bytes, in hexadecimal. */
  public static String of(byte[] picture) {
    return sha256(picture);
  }

  /** Of an embedding: SHA-256 of its numbers, which belong to one model. */
  public static String of(Embedding embedding) {
    MessageDigest digest = digest();
    digest.update("embedding ".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(EmbeddingBytes.of(embedding)));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
