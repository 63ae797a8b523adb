package dev.clipcoder.textgen;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One question to a language model.
 *
 * @param data what is asked about, as one JSON object: names of classes are somebody's input, and stay data
 * @param count how many texts are wanted
 */
record LlmQuestion(Prompt prompt, String data, int count) {

  /** What a name may not be longer than; the rest would be no name. */
  private static final int MOST_CHARACTERS = 200;

  static LlmQuestion of(
      Prompt prompt,
      String name,
      @Nullable String other,
      @Nullable String domain,
      String language,
      int count) {
    ObjectNode data = JsonMapper.shared().createObjectNode();
    data.put("class", plain(name));
    if (other != null) {
      data.put("other", plain(other));
    }
    if (domain != null) {
      data.put("domain", plain(domain));
    }
    data.put("language", language);
    data.put("count", count);
    return new LlmQuestion(prompt, data.toString(), count);
  }

  private static String plain(String text) {
    String words = NameForms.words(text);
    return words.length() <= MOST_CHARACTERS ? words : words.substring(0, MOST_CHARACTERS);
  }

  /** Under which the answer is kept: SHA-256 in hexadecimal. */
  String key(String model) {
    String whole = String.join("\n", model, prompt.version(), data);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(whole.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
