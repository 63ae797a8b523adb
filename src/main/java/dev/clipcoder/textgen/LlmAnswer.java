package dev.clipcoder.textgen;

import java.time.Instant;
import java.util.List;

/** What a language model answered: checked for form, not for content. */
record LlmAnswer(List<String> texts, Instant at) {

  LlmAnswer {
    texts = List.copyOf(texts);
  }
}
