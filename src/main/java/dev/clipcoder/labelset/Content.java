package dev.clipcoder.labelset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * A definition as it is stored.
 *
 * @param hash SHA-256 of the JSON, in hexadecimal: equal definitions have equal ones
 */
record Content(String json, String hash) {

  static Content of(LabelSetDefinition definition) {
    String json = JsonMapper.shared().writeValueAsString(definition);
    return new Content(json, hash(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256 in hexadecimal. */
  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
