package dev.clipcoder.evaluation;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A folder of folders named by label, in the order of their names. Symbolic links within are not followed: what they
 * lead to may be elsewhere, or counted already.
 *
 * @param pictures by folder, then by file name
 * @param unknown folders that are named for no class
 * @param leftOut what else is there, each with the reason
 */
record LabelledFolders(
    List<LabelledPicture> pictures, List<String> unknown, List<LeftOut> leftOut) {

  /** Most labels that an error lists. */
  private static final int MOST_LISTED = 20;

  /**
   * Lists the pictures; reads none.
   *
   * @param skipUnknown whether folders that are named for no class are left out; otherwise they are an error
   * @throws EvaluationException if the folder cannot be read, has no picture, or has one of an unknown label
   */
  static LabelledFolders scan(Path root, List<LabelClass> classes, boolean skipUnknown) {
    if (!Files.isDirectory(root)) {
      throw new EvaluationException(
          "%s is no folder. Give a folder that has one folder of pictures for each label."
              .formatted(root));
    }
    LabelIndex index = new LabelIndex(classes);
    List<LabelledPicture> pictures = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Path folder : children(root)) {
      OptionalInt label = index.of(name(folder));
      if (!isFolder(folder) || name(folder).startsWith(".")) {
        leftOut.add(new LeftOut(name(folder), reason(folder, "Not in a folder of a label.")));
      } else if (label.isEmpty()) {
        unknown.add(name(folder));
      } else {
        addPictures(folder, label.getAsInt(), pictures, leftOut);
      }
    }
    if (!unknown.isEmpty() && !skipUnknown) {
      throw new EvaluationException(
          "No class of the label set has the label or name of %s. Rename the folders, add the classes, or leave such folders out with --skip-unknown."
              .formatted(listed(unknown)));
    }
    if (pictures.stream().allMatch(p -> classes.get(p.classIndex()).background())) {
      throw new EvaluationException(
          "%s has no picture of a label. Put pictures into folders named by label, as in %s/cat/1.jpg."
              .formatted(root, root));
    }
    return new LabelledFolders(List.copyOf(pictures), List.copyOf(unknown), List.copyOf(leftOut));
  }

  private static void addPictures(
      Path folder, int label, List<LabelledPicture> pictures, List<LeftOut> leftOut) {
    int before = pictures.size();
    for (Path file : children(folder)) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !name(file).startsWith(".")) {
        pictures.add(new LabelledPicture(file, label));
      } else {
        leftOut.add(new LeftOut(
            name(folder) + "/" + name(file), reason(file, "Not a regular file: not read.")));
      }
    }
    if (pictures.size() == before) {
      leftOut.add(new LeftOut(name(folder), "The folder has no pictures."));
    }
  }

  private static String reason(Path path, String otherwise) {
    if (Files.isSymbolicLink(path)) {
      return "A symbolic link: not followed.";
    }
    if (name(path).startsWith(".")) {
      return "A hidden file: not read.";
    }
    return isFolder(path) ? "A folder within a label's folder: not read." : otherwise;
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(Comparator.comparing(LabelledFolders::name)).toList();
    } catch (IOException e) {
      throw new EvaluationException("The folder %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String listed(List<String> unknown) {
    String first = String.join(
        ", ", unknown.stream().limit(MOST_LISTED).map(name -> "'" + name + "'").toList());
    return unknown.size() <= MOST_LISTED
        ? first
        : "%s and %d more folders".formatted(first, unknown.size() - MOST_LISTED);
  }
}
