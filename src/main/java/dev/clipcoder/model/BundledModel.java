package dev.clipcoder.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * The pictogram model that comes with the service. Weights are mapped, and a jar's entries cannot be: so its files
 * are laid out in the data directory.
 */
final class BundledModel {

  static final String ID = "clipcoder/mini-pictograms";

  private static final String RESOURCES = "/models/mini-pictograms/";
  private static final List<String> FILES = List.of(
      HuggingFaceLayout.CONFIG, "model.safetensors", TokenizerSource.JSON, PreprocessorConfig.FILE);

  private BundledModel() {}

  /** Lays the files out and returns their folder. Files that are there with the same content are kept. */
  static Path unpack(Path dataDir) {
    Path folder = dataDir.resolve("models").resolve("mini-pictograms");
    try {
      Files.createDirectories(folder);
      for (String name : FILES) {
        unpack(name, folder.resolve(name));
      }
      return folder;
    } catch (IOException e) {
      throw new CheckpointException(
          "Cannot lay out the bundled model in %s: %s. Set clipcoder.data-dir to a folder that can be written."
              .formatted(folder, e),
          e);
    }
  }

  private static void unpack(String name, Path target) throws IOException {
    byte[] content;
    try (InputStream resource = BundledModel.class.getResourceAsStream(RESOURCES + name)) {
      if (resource == null) {
        throw new CheckpointException(
            "This build of the service carries no bundled model (%s%s is missing)."
                .formatted(RESOURCES, name));
      }
      content = resource.readAllBytes();
    }
    if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), content)) {
      return;
    }
    // Another process may have the old file mapped: a new file takes its name, the old one is never
    // written to.
    Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), name, ".tmp");
    Files.write(temporary, content);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
