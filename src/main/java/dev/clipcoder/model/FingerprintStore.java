package dev.clipcoder.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fingerprints of checkpoints. Hashing gigabytes takes seconds, so a file's hash is remembered with its path, size
 * and time of change, and computed again only when one of them differs.
 */
final class FingerprintStore {

  private static final Logger log = LoggerFactory.getLogger(FingerprintStore.class);

  private final Path memory;

  /**
   * @param memory JSON file of the known hashes; made when the first is computed
   */
  FingerprintStore(Path memory) {
    this.memory = memory;
  }

  /** The fingerprint over all these files: the hash of their hashes, in this order. */
  String of(List<Path> weights, List<Path> others) {
    List<Path> files = new ArrayList<>(weights);
    files.addAll(others);
    Map<String, String> known = load();
    Map<String, String> current = new TreeMap<>(known);
    MessageDigest digest = sha256();
    try {
      for (Path file : files) {
        String key = "%s|%d|%s"
            .formatted(
                file.toAbsolutePath().normalize(),
                Files.size(file),
                Files.getLastModifiedTime(file).toInstant());
        String hash = current.get(key);
        if (hash == null) {
          hash = hash(file);
          current.put(key, hash);
        }
        digest.update(hash.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "Cannot read the checkpoint for its fingerprint: " + e.getMessage(), e);
    }
    if (!current.equals(known)) {
      save(current);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Map<String, String> load() {
    if (!Files.isRegularFile(memory)) {
      return new TreeMap<>();
    }
    try {
      return JsonMapper.shared()
          .readValue(memory.toFile(), new TypeReference<TreeMap<String, String>>() {});
    } catch (JacksonException e) {
      log.warn("{} cannot be read and is written anew: {}", memory, e.getOriginalMessage());
      return new TreeMap<>();
    }
  }

  /** Only a memory: where it cannot be written, the next start hashes again. */
  private void save(Map<String, String> hashes) {
    try {
      Files.createDirectories(memory.toAbsolutePath().getParent());
      Path temporary =
          Files.createTempFile(memory.toAbsolutePath().getParent(), "fingerprints", ".tmp");
      Files.writeString(
          temporary,
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(hashes));
      Files.move(
          temporary, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn(
          "Cannot remember fingerprints in {}: {}. The next start computes them again.",
          memory,
          e.toString());
    }
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
