package dev.clipcoder.model;

import dev.clipcoder.model.PickleValue.Callable;
import dev.clipcoder.model.PickleValue.Dictionary;
import dev.clipcoder.model.PickleValue.Items;
import dev.clipcoder.model.PickleValue.Storage;
import dev.clipcoder.model.PickleValue.StorageClass;
import dev.clipcoder.model.PickleValue.Text;
import dev.clipcoder.model.PickleValue.Tuple;
import dev.clipcoder.model.PickleValue.View;
import dev.clipcoder.model.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the pickle of a state dict may name and call: the storages' classes, and three callables, each understood as
 * a description of data. The lists are closed.
 */
final class StateDictCalls {

  private static final Map<String, ElementType> STORAGES = Map.ofEntries(
      Map.entry("torch.DoubleStorage", ElementType.F64),
      Map.entry("torch.FloatStorage", ElementType.F32),
      Map.entry("torch.HalfStorage", ElementType.F16),
      Map.entry("torch.BFloat16Storage", ElementType.BF16),
      Map.entry("torch.LongStorage", ElementType.I64),
      Map.entry("torch.IntStorage", ElementType.I32),
      Map.entry("torch.ShortStorage", ElementType.I16),
      Map.entry("torch.CharStorage", ElementType.I8),
      Map.entry("torch.ByteStorage", ElementType.U8),
      Map.entry("torch.BoolStorage", ElementType.BOOL));

  private static final int MAX_DIMENSIONS = 8;

  private final String file;

  StateDictCalls(String file) {
    this.file = file;
  }

  /** The class or function of this name, if it is on the list. */
  PickleValue global(String module, String name) {
    String qualified = module + "." + name;
    for (Callable callable : Callable.values()) {
      if (callable.qualifiedName().equals(qualified)) {
        return callable;
      }
    }
    ElementType type = STORAGES.get(qualified);
    if (type == null) {
      throw refused(qualified);
    }
    return new StorageClass(type);
  }

  PickleValue call(PickleValue callable, PickleValue arguments) {
    if (!(callable instanceof Callable known) || !(arguments instanceof Tuple(var items))) {
      throw refused("a call of " + callable.kind());
    }
    return switch (known) {
      case ORDERED_DICT -> orderedDict(items);
      case REBUILD_TENSOR -> view(items);
      case REBUILD_PARAMETER -> parameter(items);
    };
  }

  private PickleValue orderedDict(List<PickleValue> arguments) {
    boolean isEmpty = arguments.isEmpty()
        || (arguments.size() == 1
            && arguments.getFirst() instanceof Items(var pairs)
            && pairs.isEmpty());
    if (!isEmpty) {
      throw wrong("an OrderedDict with arguments");
    }
    return new Dictionary();
  }

  /** {@code (storage, offset, size, stride, requires_grad, backward_hooks[, metadata])}. */
  private PickleValue view(List<PickleValue> arguments) {
    if (arguments.size() < 6
        || arguments.size() > 7
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Whole(long offset))) {
      throw wrong("a tensor that is no view of a storage");
    }
    List<Long> shape = extents(arguments.get(2));
    List<Long> strides = extents(arguments.get(3));
    if (shape.size() != strides.size() || offset < 0) {
      throw wrong("a tensor of the shape %s with the strides %s".formatted(shape, strides));
    }
    return new View(storage, offset, shape, strides);
  }

  /** {@code (data, requires_grad, backward_hooks)}. */
  private PickleValue parameter(List<PickleValue> arguments) {
    if (arguments.size() != 3 || !(arguments.getFirst() instanceof View view)) {
      throw wrong("a parameter that is no tensor");
    }
    return view;
  }

  private List<Long> extents(PickleValue value) {
    List<Long> extents = new ArrayList<>();
    if (!(value instanceof Tuple(var items)) || items.size() > MAX_DIMENSIONS) {
      throw wrong("a tensor whose shape is no tuple of at most %d".formatted(MAX_DIMENSIONS));
    }
    for (PickleValue item : items) {
      if (!(item instanceof Whole(long extent)) || extent < 0) {
        throw wrong("a tensor whose shape or strides are no whole numbers from 0");
      }
      extents.add(extent);
    }
    return List.copyOf(extents);
  }

  /** The persistent id {@code ('storage', class, key, device, elements)}. */
  PickleValue storage(PickleValue id) {
    if (id instanceof Tuple(var parts)
        && parts.size() == 5
        && parts.get(0) instanceof Text(String tag)
        && tag.equals("storage")
        && parts.get(1) instanceof StorageClass(ElementType type)
        && parts.get(2) instanceof Text(String key)
        && key.matches("[0-9]{1,9}")
        && parts.get(4) instanceof Whole(long elements)
        && elements >= 0) {
      return new Storage(key, type, elements);
    }
    throw wrong("an object outside the pickle that is no storage of numbers");
  }

  /** A pickle that wants more than a description of data. */
  CheckpointException refused(String what) {
    return new CheckpointException(
        "%s: its pickle asks for %s, which no state dict needs; nothing of it was run. Use safetensors, or torch.save(model.state_dict(), …)."
            .formatted(file, what));
  }

  private CheckpointException wrong(String what) {
    return new CheckpointException(
        "%s: its pickle has %s; expected a state dict as torch.save writes it."
            .formatted(file, what));
  }
}
