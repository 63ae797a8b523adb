package dev.clipcoder.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which files of a published checkpoint are needed, for the layouts of transformers and of OpenCLIP. A repository
 * often holds the same weights in five formats; only the best is taken.
 */
final class HubFiles {

  private static final String CONFIG = "config.json";
  private static final String OPEN_CLIP_CONFIG = "open_clip_config.json";
  private static final String INDEX = ".index.json";

  private static final List<String> WEIGHTS = List.of(
      Weights.SINGLE_FILE, Weights.INDEX_FILE, "pytorch_model.bin", "pytorch_model.bin.index.json");
  private static final List<String> OPEN_CLIP_WEIGHTS = List.of(
      "open_clip_model.safetensors",
      "open_clip_pytorch_model.safetensors",
      "open_clip_pytorch_model.bin");

  private static final int MOST_SHARDS = 1000;

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
    List<String> configs =
        List.of(CONFIG, OPEN_CLIP_CONFIG).stream().filter(listed::contains).toList();
    if (configs.isEmpty()) {
      throw new CheckpointException(
          "%s has no %s, nor %s.".formatted(name, CONFIG, OPEN_CLIP_CONFIG));
    }
    if (!configs.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
      return configs;
    }
    boolean openClip = isOpenClip(listed, folder);
    List<String> needed = new ArrayList<>(configs);
    String weights = best(name, openClip ? OPEN_CLIP_WEIGHTS : WEIGHTS, listed);
    needed.add(weights);
    if (listed.contains(Tokenizer.FILE)) {
      needed.add(Tokenizer.FILE);
    } else {
      List.of("vocab.json", "merges.txt").stream().filter(listed::contains).forEach(needed::add);
    }
    if (!openClip && listed.contains(ImagePreprocessing.FILE)) {
      needed.add(ImagePreprocessing.FILE);
    }
    if (weights.endsWith(INDEX) && Files.isRegularFile(folder.resolve(weights))) {
      needed.addAll(shards(name, listed, folder.resolve(weights)));
    }
    return needed;
  }

  /** Where both are there, transformers' layout counts, unless its files are a third library's. */
  private static boolean isOpenClip(Set<String> listed, Path folder) {
    return listed.contains(OPEN_CLIP_CONFIG)
        && (!listed.contains(CONFIG)
            || WEIGHTS.stream().noneMatch(listed::contains)
            || !JsonFiles.readObject(folder.resolve(CONFIG)).path("model_type").isString());
  }

  private static String best(HubName name, List<String> choices, Set<String> listed) {
    return choices.stream()
        .filter(listed::contains)
        .findFirst()
        .orElseThrow(() -> new CheckpointException(
            "%s has no weights: expected %s.".formatted(name, String.join(", or ", choices))));
  }

  private static Set<String> shards(HubName name, Set<String> listed, Path index) {
    JsonNode map = JsonFiles.readObject(index).path("weight_map");
    Set<String> shards = new TreeSet<>();
    for (JsonNode value : map) {
      String shard = value.asString("");
      if (!shard.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.(safetensors|bin)")
          || !listed.contains(shard)) {
        throw new CheckpointException(
            "%s of %s names the shard '%s'; expected a file of weights beside it."
                .formatted(index.getFileName(), name, shard));
      }
      shards.add(shard);
    }
    if (shards.isEmpty() || shards.size() > MOST_SHARDS) {
      throw new CheckpointException("%s of %s names %d shards; expected 1 to %d."
          .formatted(index.getFileName(), name, shards.size(), MOST_SHARDS));
    }
    return shards;
  }
}
