package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All tensors of a checkpoint, mapped from one file or from several that an index lists. They stay valid until this
 * is closed; whoever computes on them must be done before.
 */
public final class Weights implements AutoCloseable {

  private final Arena arena;
  private final Layout layout;
  private final Map<String, Tensor> tensors;
  private final List<Path> files;

  private Weights(Arena arena, Layout layout, Map<String, Tensor> tensors, List<Path> files) {
    this.arena = arena;
    this.layout = layout;
    this.tensors = tensors;
    this.files = files;
  }

  /** Maps the weights of a folder. */
  @SuppressWarnings(
      "MustBeClosedChecker") // the arena lives as long as the weights and closes with them
  static Weights open(Path folder, Layout layout) {
    List<Path> files = WeightFiles.find(folder, layout.weightFiles());
    Arena arena = Arena.ofShared();
    try {
      Map<String, Tensor> tensors = new HashMap<>();
      for (Path file : files) {
        for (Tensor tensor : WeightFiles.read(file, arena).values()) {
          Tensor other = tensors.put(tensor.name(), tensor);
          if (other != null) {
            throw new CheckpointException("Tensor '%s' is in %s and again in %s; expected it once."
                .formatted(tensor.name(), other.file(), tensor.file()));
          }
        }
      }
      return new Weights(arena, layout, tensors, files);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The files that hold the tensors, in the order of their names. */
  List<Path> files() {
    return files;
  }

  /** A tensor as the files have it, by the files' own key. */
  public @Nullable Tensor find(String key) {
    return tensors.get(key);
  }

  /**
   * The tensor that the architecture needs, in the form in which it needs it.
   *
   * @throws CheckpointException if it is missing, of another shape, or no floating point format that we read
   */
  public Tensor get(TensorSpec spec) {
    TensorSource source = layout.source(spec);
    return source.take(found(source), spec, arena);
  }

  private Tensor found(TensorSource source) {
    Tensor tensor = tensors.get(source.key());
    if (tensor == null) {
      throw new CheckpointException("%s has no tensor '%s'; expected one of shape %s."
          .formatted(files.getFirst().getFileName(), source.key(), source.shape()));
    }
    if (!tensor.shape().equals(source.shape())) {
      throw new CheckpointException("%s: tensor '%s' has the shape %s; expected %s by %s."
          .formatted(
              tensor.file(), tensor.name(), tensor.shape(), source.shape(), layout.configFile()));
    }
    if (!tensor.type().isFloat()) {
      throw new CheckpointException("%s: tensor '%s' is of %s; expected F32, F16 or BF16."
          .formatted(tensor.file(), tensor.name(), tensor.type()));
    }
    return tensor;
  }

  /** Checks that every needed tensor is there as described and that nothing else is. */
  void requireExactly(Architecture architecture) {
    Set<String> known = new HashSet<>(layout.ignorable(architecture));
    for (List<TensorSpec> specs : List.of(architecture.imageTower(), architecture.textTower())) {
      for (TensorSpec spec : specs) {
        TensorSource source = layout.source(spec);
        known.add(found(source).name());
      }
    }
    Set<String> extra = new TreeSet<>(tensors.keySet());
    extra.removeAll(known);
    if (!extra.isEmpty()) {
      String first = extra.iterator().next();
      Tensor tensor = java.util.Objects.requireNonNull(tensors.get(first));
      throw new CheckpointException(
          "%s: tensor '%s' of shape %s is not part of the %s model that %s describes (%d such tensors); expected none."
              .formatted(
                  tensor.file(),
                  first,
                  tensor.shape(),
                  architecture.family(),
                  layout.configFile(),
                  extra.size()));
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
