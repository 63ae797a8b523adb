package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Finds the files of a folder that hold weights, and reads each by its format. */
final class WeightFiles {

  private static final String INDEX = ".index.json";
  private static final String SAFETENSORS = ".safetensors";

  private WeightFiles() {}

  /** Whether the folder has any of them. */
  static boolean areIn(Path folder, List<String> names) {
    return names.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /**
   * The files of the best form that the folder has.
   *
   * @param names files and indexes of shards, best first
   */
  static List<Path> find(Path folder, List<String> names) {
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return name.endsWith(INDEX) ? shards(folder, file) : List.of(file);
      }
    }
    throw new CheckpointException(
        "%s has no weights: expected %s.".formatted(folder, String.join(", or ", names)));
  }

  private static List<Path> shards(Path folder, Path index) {
    JsonNode map = JsonFiles.readObject(index).path("weight_map");
    Set<String> names = new TreeSet<>();
    for (JsonNode value : map) {
      names.add(value.asString(""));
    }
    if (names.isEmpty()) {
      throw new CheckpointException(
          "%s has no weight_map; expected one that names each tensor's file."
              .formatted(index.getFileName()));
    }
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.(safetensors|bin)")
          || !Files.isRegularFile(folder.resolve(name))) {
        throw new CheckpointException(
            "%s names the shard '%s'; expected a file of weights in the same folder."
                .formatted(index.getFileName(), name));
      }
      files.add(folder.resolve(name));
    }
    return List.copyOf(files);
  }

  /** The tensors of one file by key. */
  static Map<String, Tensor> read(Path file, Arena arena) {
    MappedFile mapped = MappedFile.map(file, arena);
    return mapped.name().endsWith(SAFETENSORS)
        ? Safetensors.tensors(mapped)
        : TorchArchive.tensors(mapped, arena);
  }
}
