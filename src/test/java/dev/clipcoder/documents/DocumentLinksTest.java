package dev.clipcoder.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between documents, and into the repository, lead somewhere. */
class DocumentLinksTest {

  private static final Pattern BLOCK =
      Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @Test
  void links_leadToFilesAndHeadings() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Document document : Document.all()) {
      String text = text(document.path());
      for (String link :
          LINK.matcher(text).results().map(match -> match.group(1)).toList()) {
        if (!link.contains("://") && !leadsSomewhere(document.path(), link)) {
          dead.add(document + ": " + link);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path from, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? from : from.resolveSibling(file).normalize();
    return Files.exists(target)
        && (hash < 0
            || !target.toString().endsWith(".md")
            || anchors(target).contains(link.substring(hash + 1)));
  }

  private static String text(Path path) throws IOException {
    return BLOCK.matcher(Files.readString(path)).replaceAll("");
  }

  private static Set<String> anchors(Path path) throws IOException {
    return HEADING
        .matcher(text(path))
        .results()
        .map(DocumentLinksTest::anchor)
        .collect(Collectors.toSet());
  }

  /** As the pages of repositories make it of a heading. */
  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }
}
