package dev.clipcoder.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickled state dict can be made of. Values may contain each other many times over, so nobody walks them
 * whole: no hash, no comparison, no text of a container.
 */
sealed interface PickleValue {

  /** Null, and whatever else only has to be carried along. */
  enum Plain implements PickleValue {
    NONE
  }

  record Text(String value) implements PickleValue {}

  record Whole(long value) implements PickleValue {}

  record Fraction(double value) implements PickleValue {}

  record Flag(boolean value) implements PickleValue {}

  record Tuple(List<PickleValue> items) implements PickleValue {}

  record Items(List<PickleValue> items) implements PickleValue {}

  record Dictionary(Map<String, PickleValue> entries) implements PickleValue {
    Dictionary() {
      this(new LinkedHashMap<>());
    }
  }

  /** Functions and classes that may be named. Nothing else may, and these are only compared with, never looked up. */
  enum Callable implements PickleValue {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter");

    private final String qualifiedName;

    Callable(String qualifiedName) {
      this.qualifiedName = qualifiedName;
    }

    String qualifiedName() {
      return qualifiedName;
    }
  }

  /** A class such as {@code torch.HalfStorage}: the element type of a storage. */
  record StorageClass(ElementType type) implements PickleValue {}

  /**
   * The bytes that tensors are views of.
   *
   * @param key names the archive's entry
   * @param elements how many elements it has
   */
  record Storage(String key, ElementType type, long elements) implements PickleValue {}

  /**
   * A view of a storage.
   *
   * @param offset of the first element, in elements
   * @param strides by dimension, in elements
   */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {}

  /** What a message calls it. */
  default String kind() {
    return switch (this) {
      case Plain _ -> "None";
      case Text _ -> "a text";
      case Whole _ -> "a whole number";
      case Fraction _ -> "a fraction";
      case Flag _ -> "a flag";
      case Tuple _ -> "a tuple";
      case Items _ -> "a list";
      case Dictionary _ -> "a dictionary";
      case Callable _, StorageClass _ -> "a class or function";
      case Storage _ -> "a storage";
      case View _ -> "a tensor";
    };
  }
}
