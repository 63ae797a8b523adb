package dev.clipcoder.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has been downloaded of one model:
 *
 * <pre>
 * owner--name/COMMIT/…        the files of a commit
 * owner--name/COMMIT.json     their names and sizes, written when all of them are there
 * owner--name/refs/REVISION   the commit that a revision was when it was last asked for
 * owner--name/parts/HASH      what has not arrived as a whole
 * owner--name/lock            held by the process that downloads
 * </pre>
 */
final class HubCache {

  private final Path folder;

  HubCache(Path cacheDir, HubName name) {
    this.folder = cacheDir.resolve(name.owner() + "--" + name.name());
  }

  Path folder() {
    return folder;
  }

  Path snapshot(String commit) {
    return folder.resolve(commit);
  }

  Path part(HubFile file) {
    return parts().resolve(file.hash().hex());
  }

  private Path parts() {
    return folder.resolve("parts");
  }

  /** The commit of a revision, if all its files are there; otherwise null. */
  @Nullable
  String commit(HubName name) {
    String commit = name.revision();
    if (!HubName.isCommit(commit)) {
      Path ref = folder.resolve("refs").resolve(name.encodedRevision());
      try {
        commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : "";
      } catch (IOException e) {
        throw new CheckpointException("Cannot read %s: %s".formatted(ref, e.getMessage()), e);
      }
    }
    return HubName.isCommit(commit) && isWhole(commit) ? commit : null;
  }

  /** Whether all files of a commit are there, by their sizes. */
  boolean isWhole(String commit) {
    Path list = folder.resolve(commit + ".json");
    if (!Files.isRegularFile(list)) {
      return false;
    }
    JsonNode files = JsonFiles.readObject(list);
    for (var file : files.properties()) {
      if (!has(commit, file.getKey(), file.getValue().asLong(-1))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file is there. It was checked when it got its name, so its size tells. */
  boolean has(String commit, String name, long size) {
    Path file = snapshot(commit).resolve(name);
    try {
      return Files.isRegularFile(file) && Files.size(file) == size;
    } catch (IOException e) {
      throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Notes that a commit is whole, and that the revision is this commit. */
  void complete(HubName name, String commit, List<HubFile> files) {
    ObjectNode list = JsonMapper.shared().createObjectNode();
    files.forEach(file -> list.put(file.name(), file.size()));
    write(folder.resolve(commit + ".json"), list.toString());
    if (!HubName.isCommit(name.revision())) {
      write(folder.resolve("refs").resolve(name.encodedRevision()), commit + "\n");
    }
  }

  /** Deletes parts that nobody will go on with: those of files that the hub has replaced meanwhile. */
  void deleteParts() {
    if (!Files.isDirectory(parts())) {
      return;
    }
    List<Path> left = new ArrayList<>();
    try (Stream<Path> files = Files.list(parts())) {
      files.forEach(left::add);
      for (Path part : left) {
        Files.delete(part);
      }
    } catch (IOException e) {
      throw unwritable(parts(), e);
    }
  }

  /**
   * @param bytes how many more are to be stored
   * @throws CheckpointException if the disk has no room for them
   */
  void requireRoom(String what, long bytes) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (bytes > free) {
        throw new CheckpointException(
            "%s needs %,d MB more in %s, where %,d MB are free. Make room, or set clipcoder.hub.cache-dir."
                .formatted(what, (bytes >> 20) + 1, folder, free >> 20));
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private void write(Path file, String content) {
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.createDirectories(folder.resolve("refs"));
      Files.writeString(temporary, content);
      DurableFile.publish(temporary, file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  static CheckpointException unwritable(Path path, IOException cause) {
    return new CheckpointException(
        "Cannot write %s: %s. Make room, or set clipcoder.hub.cache-dir to a folder that can be written."
            .formatted(path, cause.getMessage()),
        cause);
  }
}
