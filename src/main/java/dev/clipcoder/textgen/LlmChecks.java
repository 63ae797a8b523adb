package dev.clipcoder.textgen;

import dev.clipcoder.coder.TextKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an answer must keep to, whatever the model was told: it is untrusted text. */
final class LlmChecks {

  /** Texts kept of one answer, for each that was asked for. */
  private static final int KEPT = 2;

  private LlmChecks() {}

  /**
   * The answer, clean, without repetitions, and not longer than it may be.
   *
   * @throws AskFailure.Unusable if nothing is left where something must be
   */
  static LlmAnswer checked(LlmQuestion question, List<String> texts, Instant at)
      throws AskFailure.Unusable {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String text : texts) {
      if (kept.size() < KEPT * question.count()) {
        TextHygiene.clean(text).ifPresent(clean -> kept.putIfAbsent(TextHygiene.key(clean), clean));
      }
    }
    // Not everything has another name.
    boolean mayBeEmpty = question.prompt().kind() == TextKind.SYNONYM;
    if (kept.isEmpty() && !mayBeEmpty) {
      throw new AskFailure.Unusable("It answered no text that can be used");
    }
    return new LlmAnswer(List.copyOf(kept.values()), at);
  }
}
