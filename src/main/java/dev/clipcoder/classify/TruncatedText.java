package dev.clipcoder.classify;

import dev.clipcoder.encoder.EncodedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of which the model reads only the beginning.
 *
 * @param name the label it belongs to, or the text itself
 * @param tokens how many tokens it has, begin and end included
 */
public record TruncatedText(String name, int tokens) {

  /**
   * @param names what the texts are called, in the order of the encoded ones
   * @throws TextTooLongException if one was cut and that is not allowed
   */
  static List<TruncatedText> among(
      List<String> names, List<EncodedText> encoded, boolean allowed, int contextLength) {
    List<TruncatedText> truncated = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      EncodedText text = encoded.get(i);
      if (text.truncated()) {
        if (!allowed) {
          throw new TextTooLongException(names.get(i), text.tokens(), contextLength);
        }
        truncated.add(new TruncatedText(names.get(i), text.tokens()));
      }
    }
    return truncated;
  }
}
