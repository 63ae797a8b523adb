package dev.clipcoder.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON files of a checkpoint, which are not trusted: bounded size, number of values and depth, no key twice. */
final class JsonFiles {

  /** Configuration files are a few kilobytes; indexes of sharded weights a few hundred. */
  private static final long MAX_FILE_BYTES = 32L << 20;

  /** Values, keys and brackets: the shape of 2,000 tensors are 30,000, a vocabulary of 49,408 are twice as many. */
  private static final long MAX_TOKENS = 1_000_000;

  private static final JsonMapper MAPPER = mapper(MAX_TOKENS);

  /** Three bytes can become a hundred in memory, so bytes alone are no bound. */
  static JsonMapper mapper(long maxTokens) {
    return JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxTokenCount(maxTokens)
                .build())
            .build())
        .build();
  }

  private JsonFiles() {}

  static JsonNode readObject(Path file) {
    return readObject(file, MAX_FILE_BYTES, MAPPER);
  }

  static JsonNode readObject(Path file, long maxBytes, JsonMapper mapper) {
    String name = String.valueOf(file.getFileName());
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        throw new CheckpointException(
            "%s has %d bytes; at most %d are read.".formatted(name, size, maxBytes));
      }
      return parseObject(name, Files.readAllBytes(file), mapper);
    } catch (IOException e) {
      throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static JsonNode parseObject(String name, byte[] json) {
    return parseObject(name, json, MAPPER);
  }

  private static JsonNode parseObject(String name, byte[] json, JsonMapper mapper) {
    JsonNode node;
    try {
      node = mapper.readTree(json);
    } catch (JacksonException e) {
      throw new CheckpointException(
          "%s is not sound JSON: %s".formatted(name, e.getOriginalMessage()), e);
    }
    if (!node.isObject()) {
      throw new CheckpointException("%s holds %s; expected a JSON object."
          .formatted(name, node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT)));
    }
    return node;
  }
}
