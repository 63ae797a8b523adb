package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All tensors of a checkpoint by key, mapped from one safetensors file or from several that an index lists. They
 * stay valid until this is closed; whoever computes on them must be done before.
 */
public final class Weights implements AutoCloseable {

  static final String SINGLE_FILE = "model.safetensors";
  static final String INDEX_FILE = "model.safetensors.index.json";

  private final Arena arena;
  private final Map<String, Tensor> tensors;
  private final List<Path> files;

  private Weights(Arena arena, Map<String, Tensor> tensors, List<Path> files) {
    this.arena = arena;
    this.tensors = tensors;
    this.files = files;
  }

  /** Maps the weights of a folder in the Hugging Face layout. */
  @SuppressWarnings(
      "MustBeClosedChecker") // the arena lives as long as the weights and closes with them
  static Weights open(Path folder) {
    List<Path> files = files(folder);
    Arena arena = Arena.ofShared();
    try {
      Map<String, Tensor> tensors = new HashMap<>();
      for (Path file : files) {
        for (Tensor tensor : Safetensors.map(file, arena).values()) {
          Tensor other = tensors.put(tensor.name(), tensor);
          if (other != null) {
            throw new CheckpointException("Tensor '%s' is in %s and again in %s; expected it once."
                .formatted(tensor.name(), other.file(), tensor.file()));
          }
        }
      }
      return new Weights(arena, tensors, files);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static List<Path> files(Path folder) {
    if (Files.isRegularFile(folder.resolve(SINGLE_FILE))) {
      return List.of(folder.resolve(SINGLE_FILE));
    }
    Path index = folder.resolve(INDEX_FILE);
    if (!Files.isRegularFile(index)) {
      throw new CheckpointException("%s has no weights: expected %s, or %s with its shards."
          .formatted(folder, SINGLE_FILE, INDEX_FILE));
    }
    JsonNode map = JsonFiles.readObject(index).path("weight_map");
    Set<String> names = new TreeSet<>();
    for (JsonNode value : map) {
      names.add(value.asString(""));
    }
    if (names.isEmpty()) {
      throw new CheckpointException(
          "%s has no weight_map; expected one that names each tensor's file."
              .formatted(INDEX_FILE));
    }
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")
          || !Files.isRegularFile(folder.resolve(name))) {
        throw new CheckpointException(
            "%s names the shard '%s'; expected a safetensors file in the same folder."
                .formatted(INDEX_FILE, name));
      }
      files.add(folder.resolve(name));
    }
    return List.copyOf(files);
  }

  /** The files that hold the tensors, in the order of their names. */
  List<Path> files() {
    return files;
  }

  /** A tensor that the architecture may or may not have. */
  public @Nullable Tensor find(String name) {
    return tensors.get(name);
  }

  /**
   * The tensor that the architecture needs.
   *
   * @throws CheckpointException if it is missing, of another shape, or no floating point format that we read
   */
  public Tensor get(TensorSpec spec) {
    Tensor tensor = tensors.get(spec.name());
    if (tensor == null) {
      throw new CheckpointException("%s has no tensor '%s'; expected one of shape %s."
          .formatted(files.getFirst().getFileName(), spec.name(), spec.shape()));
    }
    if (!tensor.shape().equals(spec.shape())) {
      throw new CheckpointException("%s: tensor '%s' has the shape %s; expected %s by config.json."
          .formatted(tensor.file(), tensor.name(), tensor.shape(), spec.shape()));
    }
    if (!tensor.type().isFloat()) {
      throw new CheckpointException("%s: tensor '%s' is of %s; expected F32, F16 or BF16."
          .formatted(tensor.file(), tensor.name(), tensor.type()));
    }
    return tensor;
  }

  /** Checks that every needed tensor is there as described and that nothing else is. */
  void requireExactly(Architecture architecture) {
    Set<String> known = new HashSet<>(architecture.ignorable());
    for (List<TensorSpec> specs : List.of(architecture.imageTower(), architecture.textTower())) {
      for (TensorSpec spec : specs) {
        get(spec);
        known.add(spec.name());
      }
    }
    Set<String> extra = new TreeSet<>(tensors.keySet());
    extra.removeAll(known);
    if (!extra.isEmpty()) {
      String first = extra.iterator().next();
      Tensor tensor = java.util.Objects.requireNonNull(tensors.get(first));
      throw new CheckpointException(
          "%s: tensor '%s' of shape %s is not part of the %s model that config.json describes (%d such tensors); expected none."
              .formatted(
                  tensor.file(), first, tensor.shape(), architecture.family(), extra.size()));
    }
  }

  /** Unmaps the files. Closing twice does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
