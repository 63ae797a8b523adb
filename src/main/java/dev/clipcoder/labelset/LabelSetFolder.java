package dev.clipcoder.labelset;

import dev.clipcoder.database.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps label sets as the files of a folder say. A file that cannot be used changes nothing, and is looked at again
 * when it has changed. A set whose file has gone stays as it is: a folder that was not mounted must not delete sets.
 */
final class LabelSetFolder {

  private static final Logger log = LoggerFactory.getLogger(LabelSetFolder.class);

  private static final String SUFFIX = ".json";

  /** What lies beyond is not read. */
  private static final int MOST_FILES = 10_000;

  private static final int MOST_BYTES = 200_000_000;

  /** Clocks of file systems are coarse: a file may change twice within one tick. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private final Path folder;
  private final LabelSetRegistry registry;
  private final FileManagedSets managed;
  private final Clock clock;
  private final Map<String, Stamp> done = new HashMap<>();
  private boolean listed = true;

  LabelSetFolder(Path folder, LabelSetRegistry registry, FileManagedSets managed, Clock clock) {
    this.folder = folder;
    this.registry = registry;
    this.managed = managed;
    this.clock = clock;
  }

  /** What a file was like when it was last dealt with; {@code settled} if it cannot have changed unseen. */
  private record Stamp(
      long size, FileTime modified, @Nullable Object key, boolean settled, String content) {

    boolean isOf(BasicFileAttributes file) {
      return settled
          && size == file.size()
          && modified.equals(file.lastModifiedTime())
          && (key == null || key.equals(file.fileKey()));
    }
  }

  /** Looks at every file, and registers what has changed. */
  void reconcile() {
    @Nullable SortedMap<String, Path> files = files();
    if (files == null) {
      return;
    }
    for (String gone : managed.ids()) {
      if (!files.containsKey(gone)) {
        log.info("{}{} has gone; label set {} stays, and can be changed now", gone, SUFFIX, gone);
        done.remove(gone);
      }
    }
    managed.replace(files.keySet());
    files.forEach(this::reconcile);
  }

  private @Nullable SortedMap<String, Path> files() {
    SortedMap<String, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : entries) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file) && files.size() < MOST_FILES) {
          files.put(name.substring(0, name.length() - SUFFIX.length()), file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      if (listed) {
        log.warn(
            "The folder {} cannot be read, so label sets stay as they are: {}",
            folder,
            e.toString());
      }
      listed = false;
      return null;
    }
    listed = true;
    return files;
  }

  private void reconcile(String id, Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Stamp before = done.get(id);
      if (before != null && before.isOf(attributes)) {
        return;
      }
      byte[] content = read(file);
      Stamp now = stamp(attributes, content);
      if (before == null || !before.content().equals(now.content())) {
        register(id, file, content);
      }
      done.put(id, now);
    } catch (IOException e) {
      log.warn("{} cannot be read now: {}", file, e.toString());
    } catch (LabelSetBuildingException e) {
      log.debug("{} waits: {}", file, e.getMessage());
    } catch (DatabaseException e) {
      log.warn("{} waits: {}", file, e.getMessage());
    }
  }

  private Stamp stamp(BasicFileAttributes file, byte[] content) {
    boolean settled =
        Duration.between(file.lastModifiedTime().toInstant(), clock.instant()).compareTo(SETTLED)
            > 0;
    return new Stamp(
        file.size(), file.lastModifiedTime(), file.fileKey(), settled, Content.hash(content));
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] content = stream.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IOException("It has more than %d bytes".formatted(MOST_BYTES));
      }
      return content;
    }
  }

  private void register(String id, Path file, byte[] content) {
    try {
      Registration registration = registry.putFile(id, JSON.readTree(content));
      log.info(
          "{} is label set {}@{}{}",
          file,
          registration.id(),
          registration.version(),
          registration.isNew() ? ", a new version" : "");
    } catch (JacksonException e) {
      log.warn(
          "{} is not whole or no JSON, so label set {} stays as it is: {}",
          file,
          id,
          e.getOriginalMessage());
    } catch (InvalidDefinitionException e) {
      log.warn("{} cannot be used, so label set {} stays as it is: {}", file, id, e.getMessage());
    }
  }
}
