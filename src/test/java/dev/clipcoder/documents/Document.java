package dev.clipcoder.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file and its fenced blocks, in their order. */
record Document(Path path, List<Block> blocks) {

  private static final Pattern FENCE = Pattern.compile("( *)```(\\S*)");
  private static final Pattern COMMENT = Pattern.compile(" *<!-- (.*) -->");

  /** The documents that are for users and developers of the service. */
  static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>(List.of(read(Path.of("README.md"))));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      for (Path file :
          files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        documents.add(read(file));
      }
    }
    if (Files.exists(Path.of("CONTRIBUTING.md"))) {
      documents.add(read(Path.of("CONTRIBUTING.md")));
    }
    return documents;
  }

  static Document read(Path path) throws IOException {
    return new Document(path, parse(Files.readAllLines(path)));
  }

  static List<Block> parse(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    Map<String, String> marks = new HashMap<>();
    boolean follows = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      Matcher comment = COMMENT.matcher(line);
      if (fence.matches()) {
        int end = end(lines, i, fence.group(1) + "```");
        String text = unindented(lines.subList(i + 1, end), fence.group(1));
        blocks.add(new Block(i + 1, fence.group(2), text, Map.copyOf(marks), follows));
        marks.clear();
        follows = true;
        i = end;
      } else if (comment.matches() && isMark(comment.group(1))) {
        String[] parts = comment.group(1).split(":", 2);
        marks.put(parts[0].strip(), parts.length == 1 ? "" : parts[1].strip());
      } else if (!line.isBlank()) {
        refuseIdle(marks, i);
        follows = false;
      }
    }
    refuseIdle(marks, lines.size());
    return List.copyOf(blocks);
  }

  private static int end(List<String> lines, int start, String fence) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).equals(fence)) {
        return i;
      }
    }
    throw new IllegalArgumentException("The fence of line %d has no end".formatted(start + 1));
  }

  private static String unindented(List<String> lines, String indent) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.startsWith(indent) ? line.substring(indent.length()) : line)
          .append('\n');
    }
    return text.toString();
  }

  /** Other comments are none of our business. */
  private static boolean isMark(String comment) {
    return Block.MARKS.contains(comment.split(":", 2)[0].strip());
  }

  /** A mark that marks nothing is a mistake. */
  private static void refuseIdle(Map<String, String> marks, int line) {
    if (!marks.isEmpty()) {
      throw new IllegalArgumentException(
          "No block follows on the marks %s before line %d".formatted(marks.keySet(), line + 1));
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
