package dev.clipcoder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committed reference files; see tools/parity/README.md for how they were made. */
public final class Fixtures {

  public static final Path RESOURCES = Path.of("src/test/resources");

  private static final String SHARED = "shared";

  private Fixtures() {}

  public static Path checkpoint(String name) {
    return RESOURCES.resolve("checkpoints").resolve(name);
  }

  /** A checkpoint in another layout than transformers' with safetensors. */
  public static Path layout(String name) {
    return RESOURCES.resolve("layouts").resolve(name);
  }

  /** A checkpoint of the family SigLIP. */
  public static Path siglip(String name) {
    return RESOURCES.resolve("siglip").resolve(name);
  }

  /** All forms and precisions in which a family is published, as {@code <form>-<dtype>}. */
  public static List<Path> forms(String family) {
    try (Stream<Path> list = Files.list(RESOURCES.resolve("forms").resolve(family))) {
      return list.filter(folder -> !folder.endsWith(SHARED)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checkpoint of a form, put together from its weights and what all forms of the family share. */
  public static Path assembled(Path form, Path target) {
    copy(form.resolveSibling(SHARED), target);
    return copy(form, target);
  }

  public static JsonNode json(Path file) {
    return JsonMapper.shared().readTree(file.toFile());
  }

  /** A copy that a test may damage. */
  public static Path copy(Path folder, Path target) {
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
            throws IOException {
          Path copy = target.resolve(folder.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
          return FileVisitResult.CONTINUE;
        }
      });
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
