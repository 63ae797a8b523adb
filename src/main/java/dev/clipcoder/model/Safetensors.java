package dev.clipcoder.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads a safetensors file without copying: eight bytes of header length, a JSON header, then the tensors' bytes
 * without holes. The file is not trusted: every length and offset is checked before anything is touched.
 */
final class Safetensors {

  /** Real headers stay below one megabyte; the format allows 100. */
  private static final long MAX_HEADER_BYTES = 16 << 20;

  private static final int PREFIX_BYTES = 8;

  private Safetensors() {}

  /**
   * Describes the tensors of a file.
   *
   * @throws CheckpointException if the file is not a sound safetensors file
   */
  static Map<String, Tensor> tensors(MappedFile file) {
    if (file.size() < PREFIX_BYTES) {
      throw new CheckpointException(
          "%s is no safetensors file: it has %d bytes, fewer than the 8 of its header length."
              .formatted(file.name(), file.size()));
    }
    long headerBytes = file.longInteger(0);
    long room = file.size() - PREFIX_BYTES;
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > room) {
      throw new CheckpointException(
          "%s claims a header of %s bytes; found %d bytes after it, and at most %d are read."
              .formatted(file.name(), Long.toUnsignedString(headerBytes), room, MAX_HEADER_BYTES));
    }
    JsonNode header = JsonFiles.parseObject(
        file.name() + " (header)",
        file.slice(PREFIX_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE));
    return tensors(file.name(), header, file.slice(PREFIX_BYTES + headerBytes, room - headerBytes));
  }

  private static Map<String, Tensor> tensors(String file, JsonNode header, MemorySegment data) {
    List<Span> spans = new ArrayList<>();
    Map<String, Tensor> tensors = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        continue;
      }
      Span span = span(file, entry.getKey(), entry.getValue(), data.byteSize());
      spans.add(span);
      tensors.put(
          span.name,
          new Tensor(
              span.name,
              file,
              span.type,
              span.shape,
              data.asSlice(span.begin, span.end - span.begin)));
    }
    requireSeamless(file, spans, data.byteSize());
    return tensors;
  }

  private record Span(String name, ElementType type, List<Long> shape, long begin, long end) {}

  private static Span span(String file, String name, JsonNode entry, long dataBytes) {
    ElementType type = elementType(file, name, entry.path("dtype"));
    List<Long> shape = longs(file, name, "shape", entry.path("shape"));
    List<Long> offsets = longs(file, name, "data_offsets", entry.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataBytes) {
      throw new CheckpointException(
          "%s: tensor '%s' claims the bytes %s; expected a range within the file's %d data bytes."
              .formatted(file, name, offsets, dataBytes));
    }
    long expected = type.bytes();
    try {
      for (long extent : shape) {
        expected = Math.multiplyExact(expected, extent);
      }
    } catch (ArithmeticException e) {
      throw new CheckpointException(
          "%s: tensor '%s' claims the shape %s, which no file can hold."
              .formatted(file, name, shape),
          e);
    }
    long found = offsets.get(1) - offsets.get(0);
    if (found != expected) {
      throw new CheckpointException("%s: tensor '%s' has %d bytes; its shape %s of %s needs %d."
          .formatted(file, name, found, shape, type, expected));
    }
    return new Span(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static ElementType elementType(String file, String name, JsonNode dtype) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype.asString(""))) {
        return type;
      }
    }
    throw new CheckpointException("%s: tensor '%s' has the dtype %s; expected one of %s."
        .formatted(file, name, dtype, List.of(ElementType.values())));
  }

  private static List<Long> longs(String file, String name, String key, JsonNode node) {
    List<Long> values = new ArrayList<>();
    boolean sound = node.isArray() && node.size() <= 8;
    for (JsonNode value : node) {
      sound &= value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
      if (!sound) {
        break;
      }
      values.add(value.asLong());
    }
    if (!sound) {
      throw new CheckpointException(
          "%s: tensor '%s' has %s that is no short list of whole numbers from 0."
              .formatted(file, name, key));
    }
    return List.copyOf(values);
  }

  /** Overlaps would let two weights share bytes, holes would hide data: the format forbids both. */
  private static void requireSeamless(String file, List<Span> spans, long dataBytes) {
    spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long end = 0;
    for (Span span : spans) {
      if (span.begin != end) {
        throw new CheckpointException(
            "%s: tensor '%s' begins at data byte %d; expected %d, where the one before it ends."
                .formatted(file, span.name, span.begin, end));
      }
      end = span.end;
    }
    if (end != dataBytes) {
      throw new CheckpointException(
          "%s: its tensors end at data byte %d, the file at %d; expected the same."
              .formatted(file, end, dataBytes));
    }
  }
}
