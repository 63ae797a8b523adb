package dev.clipcoder.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the documents do what the documents say, with the jar that was just made. A block that cannot be run
 * says so above its fence, {@code <!-- not run: the reason -->}; the reasons are printed. Where a tool is missing a
 * document is skipped after the rest of it was run; with {@code -Ddocuments.required=true} it fails.
 */
class DocumentsIT {

  @TempDir
  Path folder;

  static List<Document> documents() throws IOException {
    String only = System.getProperty("documents.only", "");
    return Document.all().stream()
        .filter(document -> document.path().toString().contains(only))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @Timeout(600)
  void documents(Document document) throws IOException, InterruptedException {
    try (DocumentRun run = new DocumentRun(document, folder)) {
      run.run();
      System.out.println(run.report());
      assertThat(run.faults()).isEmpty();
      if (Boolean.getBoolean("documents.required")) {
        assertThat(run.missing()).isEmpty();
      }
      assumeTrue(run.missing().isEmpty(), () -> String.join("; ", run.missing()));
    }
  }
}
