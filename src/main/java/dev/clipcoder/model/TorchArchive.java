package dev.clipcoder.model;

import dev.clipcoder.model.PickleValue.Dictionary;
import dev.clipcoder.model.PickleValue.Storage;
import dev.clipcoder.model.PickleValue.View;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state dict that {@code torch.save} has written: a zip of stored entries, in which {@code data.pkl} says
 * what the tensors are and {@code data/0}, {@code data/1}, … are their bytes. Contiguous tensors stay in the mapping
 * of the file; others are copied, in all at most as many bytes as the file has. The pickle is read as data
 * ({@link StateDictPickle}).
 */
final class TorchArchive {

  private static final String PICKLE = "/data.pkl";

  private final MappedFile file;
  private final Arena arena;
  private final Map<String, MemorySegment> entries;
  private final String root;
  private long copyBudget;

  private TorchArchive(MappedFile file, Arena arena) {
    this.file = file;
    this.arena = arena;
    this.entries = StoredZip.entries(file);
    this.root = root();
    this.copyBudget = file.size();
  }

  /**
   * Describes the tensors of a file.
   *
   * @param arena owner of the copies
   * @throws CheckpointException if the file is no sound state dict
   */
  static Map<String, Tensor> tensors(MappedFile file, Arena arena) {
    if (!StoredZip.isZip(file)) {
      throw new CheckpointException(
          "%s is no zip as torch.save writes it since version 1.6. Load it with torch and save it as safetensors."
              .formatted(file.name()));
    }
    return new TorchArchive(file, arena).tensors();
  }

  private String root() {
    List<String> roots = entries.keySet().stream()
        .filter(
            name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
        .map(name -> name.substring(0, name.length() - PICKLE.length()))
        .toList();
    if (roots.size() != 1) {
      throw new CheckpointException(
          "%s has %d folders with a data.pkl; expected one, as torch.save writes it."
              .formatted(file.name(), roots.size()));
    }
    return roots.getFirst();
  }

  private Map<String, Tensor> tensors() {
    if (entries.containsKey(root + "/constants.pkl")) {
      throw new CheckpointException(
          "%s is a TorchScript module; expected a state dict. Save its state_dict() as safetensors."
              .formatted(file.name()));
    }
    requireLittleEndian(entries.get(root + "/byteorder"));
    MemorySegment pickle = Objects.requireNonNull(entries.get(root + PICKLE));
    if (pickle.byteSize() > Integer.MAX_VALUE) {
      throw new CheckpointException("%s: its pickle has %d bytes; no state dict needs so many."
          .formatted(file.name(), pickle.byteSize()));
    }
    Map<String, Tensor> tensors = new HashMap<>();
    stateDict(StateDictPickle.read(file.name(), pickle.asByteBuffer()))
        .forEach((name, value) -> tensors.put(name, tensor(name, value)));
    return tensors;
  }

  private void requireLittleEndian(@Nullable MemorySegment byteOrder) {
    if (byteOrder == null || byteOrder.byteSize() > 16) {
      return;
    }
    String order = new String(byteOrder.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    if (!order.equals("little")) {
      throw new CheckpointException(
          "%s: its byte order is '%s'; expected 'little'.".formatted(file.name(), order));
    }
  }

  /** Training scripts put the weights under {@code state_dict}, beside other things. */
  private Map<String, PickleValue> stateDict(PickleValue value) {
    if (!(value instanceof Dictionary(Map<String, PickleValue> entriesOfAll))) {
      throw new CheckpointException(
          "%s holds %s; expected a dictionary of tensors.".formatted(file.name(), value.kind()));
    }
    return entriesOfAll.get("state_dict") instanceof Dictionary(var inner) ? inner : entriesOfAll;
  }

  private Tensor tensor(String name, PickleValue value) {
    if (!(value instanceof View view)) {
      throw new CheckpointException(
          "%s holds %s under '%s'; expected a tensor.".formatted(file.name(), value.kind(), name));
    }
    return new Tensor(name, file.name(), view.storage().type(), view.shape(), elements(name, view));
  }

  private MemorySegment elements(String name, View view) {
    MemorySegment storage = storage(view.storage());
    Strided strided = Strided.of(view.offset(), view.shape(), view.strides());
    if (strided == null || !strided.fits(view.storage().elements())) {
      throw new CheckpointException(
          "%s: tensor '%s' of shape %s with strides %s from %d leaves its storage of %d elements."
              .formatted(
                  file.name(),
                  name,
                  view.shape(),
                  view.strides(),
                  view.offset(),
                  view.storage().elements()));
    }
    int elementBytes = view.storage().type().bytes();
    if (strided.isContiguous()) {
      return storage.asSlice(view.offset() * elementBytes, strided.elements() * elementBytes);
    }
    // More elements than storage repeat themselves; many large views would multiply a small file.
    long bytes = strided.elements() <= view.storage().elements()
        ? strided.elements() * elementBytes
        : Long.MAX_VALUE;
    if (bytes > copyBudget) {
      throw new CheckpointException(
          "%s: tensor '%s' of shape %s with strides %s repeats elements of its storage; expected tensors that do not."
              .formatted(file.name(), name, view.shape(), view.strides()));
    }
    copyBudget -= bytes;
    return strided.gather(storage, elementBytes, arena);
  }

  private MemorySegment storage(Storage storage) {
    String name = root + "/data/" + storage.key();
    MemorySegment bytes = entries.get(name);
    if (bytes == null) {
      throw new CheckpointException(
          "%s has no entry '%s', which its pickle refers to.".formatted(file.name(), name));
    }
    if (storage.elements() > Long.MAX_VALUE / Long.BYTES
        || bytes.byteSize() != storage.elements() * storage.type().bytes()) {
      throw new CheckpointException("%s: the entry '%s' has %d bytes; its pickle says %d of %s."
          .formatted(file.name(), name, bytes.byteSize(), storage.elements(), storage.type()));
    }
    return bytes;
  }
}
