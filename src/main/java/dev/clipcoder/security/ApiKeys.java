package dev.clipcoder.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the settings and those of the file, which is read again and again and takes effect as soon as it has
 * changed. A file that cannot be used changes nothing: half a file, or none, must not lock everybody out.
 */
final class ApiKeys implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  /** Every request is compared with each. */
  private static final int MOST_KEYS = 1000;

  private final List<ApiKey> configured;
  private final @Nullable Path file;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("api-keys").factory());

  private volatile List<ApiKey> keys;
  private byte[] content = {};

  /** Why the file cannot be used at present; empty if it can. */
  private String fault = "";

  /**
   * Reads the keys and begins to watch the file.
   *
   * @throws InvalidKeysException if they cannot be used
   */
  ApiKeys(AccessProperties settings) {
    this.configured = configured(settings);
    this.file = settings.keysFile();
    if (file == null) {
      this.keys = checked(configured);
    } else {
      this.content = KeysFile.read(file);
      this.keys = with(file, content);
      Duration poll = settings.keysPoll();
      var _ = watch.scheduleWithFixedDelay(
          () -> reload(file), poll.toNanos(), poll.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static List<ApiKey> configured(AccessProperties settings) {
    try {
      return settings.keys().stream().map(AccessProperties.KeySetting::toKey).toList();
    } catch (InvalidKeysException e) {
      throw new InvalidKeysException("In clipcoder.security.keys " + e.getMessage() + ".");
    }
  }

  int size() {
    return keys.size();
  }

  /** The key that was sent, if it is known. All are looked at, so that the time does not tell which is near. */
  Optional<ApiKey> find(String sent) {
    if (sent.length() > ApiKey.LONGEST) {
      return Optional.empty();
    }
    KeyHash hash = KeyHash.of(sent);
    ApiKey found = null;
    for (ApiKey key : keys) {
      if (key.hash().isSameAs(hash)) {
        found = key;
      }
    }
    return Optional.ofNullable(found);
  }

  private void reload(Path from) {
    try {
      byte[] now = KeysFile.read(from);
      if (fault.isEmpty() && Arrays.equals(now, content)) {
        return;
      }
      keys = with(from, now);
      content = now;
      fault = "";
      log.info("{} has been read again; keys now: {}", from, keys.size());
    } catch (InvalidKeysException e) {
      String reason = String.valueOf(e.getMessage());
      if (!reason.equals(fault)) {
        log.warn("The keys stay as they are: {}", reason);
      }
      fault = reason;
    } catch (RuntimeException e) {
      log.error("The keys stay as they are", e);
    }
  }

  private List<ApiKey> with(Path from, byte[] bytes) {
    List<ApiKey> all = new ArrayList<>(configured);
    all.addAll(KeysFile.parse(from, bytes));
    return checked(all);
  }

  private static List<ApiKey> checked(List<ApiKey> all) {
    if (all.size() > MOST_KEYS) {
      throw new InvalidKeysException(
          "There are %,d API keys; at most %,d are possible.".formatted(all.size(), MOST_KEYS));
    }
    for (int i = 0; i < all.size(); i++) {
      for (ApiKey other : all.subList(0, i)) {
        if (other.hash().isSameAs(all.get(i).hash())) {
          throw new InvalidKeysException("The API keys '%s' and '%s' are the same. Give each once."
              .formatted(other.name(), all.get(i).name()));
        }
      }
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
