package dev.clipcoder.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of a published checkpoint are needed. A repository often holds the same weights in five formats; only
 * the best is taken.
 */
final class HubFiles {

  private HubFiles() {}

  /**
   * The files that are known to be needed by what the folder holds already: first the configurations, which say the
   * layout, then the rest, then the shards that an index names.
   *
   * @param listed all files of the repository
   * @param folder what has been downloaded
   * @throws CheckpointException if the repository is no checkpoint that can be read
   */
  static List<String> needed(HubName name, Set<String> listed, Path folder) {
    List<String> configs = present(listed, HuggingFaceLayout.CONFIG, OpenClipLayout.CONFIG);
    if (configs.isEmpty()) {
      throw new CheckpointException(
          "%s has no %s, nor %s.".formatted(name, HuggingFaceLayout.CONFIG, OpenClipLayout.CONFIG));
    }
    if (!configs.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
      return configs;
    }
    Layout layout = CheckpointReader.layout(folder, listed::contains);
    // Refuses what cannot be computed before gigabytes of it arrive.
    layout.architecture(JsonFiles.readObject(folder.resolve(layout.configFile())));
    List<String> needed = new ArrayList<>(configs);
    layout.preprocessingFiles().stream().filter(listed::contains).forEach(needed::add);
    needed.addAll(
        listed.contains(TokenizerSource.JSON)
            ? List.of(TokenizerSource.JSON)
            : present(listed, TokenizerSource.VOCABULARY, TokenizerSource.MERGES));
    // SigLIP's reader takes it first; no CLIP has one.
    needed.addAll(present(listed, TokenizerSource.SENTENCE_PIECE));
    String weights = WeightFiles.best(name.toString(), layout.weightFiles(), listed::contains);
    needed.add(weights);
    if (WeightFiles.isIndex(weights) && Files.isRegularFile(folder.resolve(weights))) {
      needed.addAll(WeightFiles.shards(folder.resolve(weights), listed::contains));
    }
    return needed;
  }

  private static List<String> present(Set<String> listed, String... names) {
    return Stream.of(names).filter(listed::contains).toList();
  }
}
