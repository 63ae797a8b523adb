package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFoldersTest {

  private static final List<LabelClass> CLASSES = List.of(
      new LabelClass("cat", "cat", false, Texts.NONE),
      new LabelClass("SKU-7", "polar_bear", false, Texts.NONE),
      new LabelClass("café", "café", false, Texts.NONE),
      new LabelClass("cup 1", "cup", false, Texts.NONE),
      new LabelClass("cup 2", "cup", false, Texts.NONE),
      new LabelClass("other", "other", true, Texts.NONE));

  @TempDir
  Path root;

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private LabelledFolders scan(boolean skipUnknown) {
    return LabelledFolders.scan(root, CLASSES, skipUnknown);
  }

  @Test
  void folders_areFoundByLabelOrName_inOrder() throws IOException {
    Path bear = file("polar bear/1.png");
    Path code = file("SKU-7/1.png");
    Path second = file("cat/b.png");
    Path first = file("cat/a.png");
    Path decomposed = file("cafe\u0301/1.png");

    assertThat(scan(false).pictures())
        .containsExactly(
            new LabelledPicture(code, 1),
            new LabelledPicture(decomposed, 2),
            new LabelledPicture(first, 0),
            new LabelledPicture(second, 0),
            new LabelledPicture(bear, 1));
  }

  @Test
  void folder_ofNoClass_isAnErrorThatNamesThem() throws IOException {
    file("cat/a.png");
    file("dgo/a.png");
    file("cup/a.png"); // the name of two classes

    assertThatThrownBy(() -> scan(false))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("'cup', 'dgo'")
        .hasMessageContaining("--skip-unknown");
    assertThat(scan(true).unknown()).containsExactly("cup", "dgo");
    assertThat(scan(true).pictures()).hasSize(1);
  }

  @Test
  void whatIsNoPicture_isLeftOutWithTheReason() throws IOException {
    Path cat = file("cat/a.png");
    file("cat/.DS_Store");
    file("cat/more/b.png");
    file("README.md");
    file(".git/config");
    Files.createDirectories(root.resolve("SKU-7"));
    Files.createSymbolicLink(root.resolve("cat/link.png"), cat);
    Files.createSymbolicLink(root.resolve("café"), cat.getParent());

    LabelledFolders found = scan(false);

    assertThat(found.pictures()).containsExactly(new LabelledPicture(cat, 0));
    assertThat(found.leftOut())
        .containsExactly(
            new LeftOut(".git", "A hidden file: not read."),
            new LeftOut("README.md", "Not in a folder of a label."),
            new LeftOut("SKU-7", "The folder has no pictures."),
            new LeftOut("café", "A symbolic link: not followed."),
            new LeftOut("cat/.DS_Store", "A hidden file: not read."),
            new LeftOut("cat/link.png", "A symbolic link: not followed."),
            new LeftOut("cat/more", "A folder within a label's folder: not read."));
  }

  @Test
  void folder_withoutPicturesOfLabels_isAnError() throws IOException {
    file("other/a.png");

    assertThatThrownBy(() -> scan(false)).hasMessageContaining("has no picture of a label");
  }

  @Test
  void missingFolder_isAnError() {
    assertThatThrownBy(() -> LabelledFolders.scan(root.resolve("no"), CLASSES, false))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("is no folder");
  }
}
