package dev.clipcoder.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of a hub as folders. What has been downloaded once is used again; for a branch or a tag the hub is asked
 * each time which commit it is, for a commit never.
 */
final class HubCheckpoints {

  private static final Logger log = LoggerFactory.getLogger(HubCheckpoints.class);

  /** Tries in a row in which nothing comes. */
  private static final int ATTEMPTS = 6;

  private final HubProperties properties;
  private final Path cacheDir;
  private final HubRetries.Pause pause;

  HubCheckpoints(HubProperties properties, Path dataDir) {
    this(properties, dataDir, Thread::sleep);
  }

  HubCheckpoints(HubProperties properties, Path dataDir, HubRetries.Pause pause) {
    this.properties = properties;
    this.cacheDir = properties.cacheDir() == null ? dataDir.resolve("hub") : properties.cacheDir();
    this.pause = pause;
  }

  /**
   * The folder of a model, downloaded if it is not there.
   *
   * @throws CheckpointException if it cannot be had, by one sentence
   */
  Path folder(HubName name) {
    HubCache cache = new HubCache(cacheDir, name);
    String cached = cache.commit(name);
    if (properties.offline() && cached == null) {
      throw new CheckpointException(
          "%s has not been downloaded into %s, and clipcoder.hub.offline is set."
              .formatted(name, cacheDir));
    }
    if (cached != null && (properties.offline() || HubName.isCommit(name.revision()))) {
      return cache.snapshot(cached);
    }
    try (HubClient client = new HubClient(properties)) {
      return cache.snapshot(download(client, name, cache, cached));
    } catch (IOException e) {
      String reason = HubSentences.reason(e);
      if (cached == null) {
        throw new CheckpointException(
            "%s cannot be downloaded from %s: %s. Try again later, check clipcoder.hub.url, or set clipcoder.model to a folder."
                .formatted(name, properties.url(), reason),
            e);
      }
      log.warn(
          "{} may be out of date: {} was asked for it, but {}. Using commit {}, which was downloaded before.",
          name,
          properties.url(),
          reason,
          cached);
      return cache.snapshot(cached);
    }
  }

  /** Brings the current commit of a revision into the cache. */
  private String download(HubClient client, HubName name, HubCache cache, @Nullable String cached)
      throws IOException {
    // With something to fall back on nobody waits for a hub that is away.
    HubListing listing = listing(client, name, retries(cached == null ? ATTEMPTS : 1));
    String commit = listing.commit();
    if (commit.equals(cached)) {
      return commit;
    }
    try (HubLock _ = HubLock.take(cache.folder())) {
      Map<String, HubFile> files = new LinkedHashMap<>();
      List<HubFile> missing;
      do {
        missing = new ArrayList<>();
        for (String file : HubFiles.needed(name, listing.files(), cache.snapshot(commit))) {
          if (!files.containsKey(file)) {
            HubFile described = describe(client, name, listing, file);
            files.put(file, described);
            missing.add(described);
          }
        }
        download(client, name, cache, commit, missing);
      } while (!missing.isEmpty());
      cache.complete(name, commit, List.copyOf(files.values()));
      cache.deleteParts();
      return commit;
    }
  }

  private HubListing listing(HubClient client, HubName name, HubRetries retries)
      throws IOException {
    while (true) {
      try {
        return client.listing(name);
      } catch (IOException e) {
        retries.await(e);
      }
    }
  }

  private HubFile describe(HubClient client, HubName name, HubListing listing, String file)
      throws IOException {
    HubRetries retries = retries(ATTEMPTS);
    while (true) {
      try {
        HubFile described = client.describe(name, listing, file);
        if (described.size() > properties.maxFileBytes().toBytes()) {
          throw new CheckpointException(
              "%s of %s has %,d bytes; clipcoder.hub.max-file-bytes allows %,d."
                  .formatted(
                      file, name, described.size(), properties.maxFileBytes().toBytes()));
        }
        return described;
      } catch (IOException e) {
        retries.await(e);
      }
    }
  }

  private void download(
      HubClient client, HubName name, HubCache cache, String commit, List<HubFile> described)
      throws IOException {
    List<HubFile> missing = described.stream()
        .filter(file -> !cache.has(commit, file.name(), file.size()))
        .toList();
    if (missing.isEmpty()) {
      return;
    }
    long total = missing.stream().mapToLong(HubFile::size).sum();
    cache.requireRoom(name.toString(), total);
    log.info(
        "Downloading {} of {} at commit {} from {}",
        missing.stream().map(HubFile::name).toList(),
        name,
        commit,
        properties.url());
    HubProgress progress = new HubProgress(name.toString(), total);
    for (HubFile file : missing) {
      new HubDownload(
              file,
              file.name() + " of " + name,
              offset -> client.open(name, commit, file, offset),
              retries(ATTEMPTS),
              progress)
          .fetch(cache.part(file), cache.snapshot(commit).resolve(file.name()));
    }
  }

  private HubRetries retries(int attempts) {
    return new HubRetries(pause, attempts);
  }
}
