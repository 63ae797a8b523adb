package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Finds the files of a folder that hold weights, and reads each by its format. */
final class WeightFiles {

  private static final String INDEX = ".index.json";
  private static final String SAFETENSORS = ".safetensors";

  private WeightFiles() {}

  /**
   * The files of the best form that the folder has.
   *
   * @param names files and indexes of shards, best first
   */
  static List<Path> find(Path folder, List<String> names) {
    Predicate<String> isThere = name -> Files.isRegularFile(folder.resolve(name));
    String best = best(String.valueOf(folder), names, isThere);
    return isIndex(best)
        ? shards(folder.resolve(best), isThere).stream().map(folder::resolve).toList()
        : List.of(folder.resolve(best));
  }

  /**
   * The first of the names that there is.
   *
   * @param where folder or repository, for the message
   * @param has whether there is a file of this name
   */
  static String best(String where, List<String> names, Predicate<String> has) {
    return names.stream()
        .filter(has)
        .findFirst()
        .orElseThrow(() -> new CheckpointException(
            "%s has no weights: expected %s.".formatted(where, String.join(", or ", names))));
  }

  static boolean isIndex(String name) {
    return name.endsWith(INDEX);
  }

  /**
   * The names of the shards that an index lists, in their order.
   *
   * @param has whether there is a file of this name beside it
   */
  static Set<String> shards(Path index, Predicate<String> has) {
    return shards(String.valueOf(index.getFileName()), JsonFiles.readObject(index), has);
  }

  static Set<String> shards(String index, JsonNode json, Predicate<String> has) {
    Set<String> names = new TreeSet<>();
    for (JsonNode value : json.path("weight_map")) {
      names.add(value.asString(""));
    }
    if (names.isEmpty()) {
      throw new CheckpointException(
          "%s has no weight_map; expected one that names each tensor's file.".formatted(index));
    }
    for (String name : names) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.(safetensors|bin)") || !has.test(name)) {
        throw new CheckpointException(
            "%s names the shard '%s'; expected a file of weights in the same folder."
                .formatted(index, name));
      }
    }
    return names;
  }

  /** The tensors of one file by key. */
  static Map<String, Tensor> read(Path file, Arena arena) {
    MappedFile mapped = MappedFile.map(file, arena);
    return mapped.name().endsWith(SAFETENSORS)
        ? Safetensors.tensors(mapped)
        : TorchArchive.tensors(mapped, arena);
  }
}
