package dev.clipcoder.security;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On what the service relies. */
enum AccessMode {
  /** Every request but those for health has a key with a role for it. */
  KEYS,

  /** Only this machine reaches the service; browsers on it are kept from acting for pages of others. */
  LOOPBACK,

  /** Somebody said that all who reach the service may use it. */
  ANONYMOUS;

  /**
   * The mode that the settings make.
   *
   * @param addresses that are listened on; null is any
   * @throws ExposedWithoutKeysException if others reach the service and nobody said that they may
   */
  static AccessMode of(AccessProperties settings, List<@Nullable InetAddress> addresses) {
    if (settings.hasKeys()) {
      if (settings.anonymous()) {
        throw new InvalidKeysException(
            "There are API keys, and clipcoder.security.anonymous is true. Set one of both.");
      }
      return KEYS;
    }
    if (settings.anonymous()) {
      return ANONYMOUS;
    }
    if (addresses.stream().anyMatch(one -> one == null || !one.isLoopbackAddress())) {
      throw new ExposedWithoutKeysException(
          "server.address lets others than this machine reach the service, and there are no API keys."
              + " Set clipcoder.security.keys or clipcoder.security.keys-file,"
              + " or let everybody in with clipcoder.security.anonymous=true.");
    }
    return LOOPBACK;
  }
}
