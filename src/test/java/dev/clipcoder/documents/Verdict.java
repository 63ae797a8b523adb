package dev.clipcoder.documents;

import dev.clipcoder.documents.Shell.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a block did what the document says. */
final class Verdict {

  /** As {@link Workplace#shell} has curl write it. */
  private static final Pattern STATUS = Pattern.compile("^HTTP (\\d{3})$", Pattern.MULTILINE);

  private Verdict() {}

  /** What is not as the answer shows it; without one, whatever failed. */
  static List<String> faults(@Nullable Block answer, Output output) {
    List<String> faults = new ArrayList<>();
    if (output.status() != 0 || !output.failed().isEmpty()) {
      faults.add("status %d, failed: %s: %s"
          .formatted(output.status(), output.failed(), output.errors().strip()));
    }
    String shown = answer == null ? "" : answer.text();
    STATUS
        .matcher(output.errors())
        .results()
        .map(status -> status.group(1))
        .filter(status -> status.compareTo("400") >= 0 && !shown.contains("\"status\": " + status))
        .forEach(status -> faults.add("answered by %s: %s".formatted(status, output.text())));
    if (answer != null) {
      faults.addAll(
          answer.language().equals("json")
              ? ShownJson.differences(shown, output.text())
              : ShownText.differences(shown, output.text()));
    }
    return faults;
  }
}
