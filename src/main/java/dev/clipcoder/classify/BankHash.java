package dev.clipcoder.classify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Says what the numbers of a vector compare with: SHA-256 over the checkpoint, the form, and kind and sentence of
 * every selected text in the order of the dimensions. Each field goes with its length, so that no two banks write the
 * same bytes. A compact space whose triangle comes of a decomposition adds its numbers: texts that were encoded anew
 * have embeddings that differ in the last bits, which nobody sees in a full vector but may turn the axes of a compact
 * one.
 */
final class BankHash {

  private final MessageDigest digest;

  BankHash(String fingerprint, String form) {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    add("clipcoder bank 1");
    add(fingerprint);
    add(form);
  }

  void add(SelectedTexts.Text text) {
    add(text.kind().name());
    add(text.text());
  }

  private void add(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  void add(double[] row) {
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Double.BYTES);
    for (double value : row) {
      bytes.putDouble(value);
    }
    digest.update(bytes.flip());
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
