package dev.clipcoder.security;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that is known.
 *
 * @param name who has it, for the log; several keys may have one name, so that one can take the place of another
 * @param hash of the key itself
 * @param roles what it may be used for
 */
record ApiKey(String name, KeyHash hash, Set<Role> roles) {

  /** Nothing that could break a line of the log. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** Half of the bits of SHA-256, as hexadecimal digits. */
  private static final int SHORTEST = 32;

  static final int LONGEST = 512;

  /** What the Authorization header takes as a token (RFC 6750, section 2.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  ApiKey {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidKeysException(
          "the name of a key may have letters, digits and '._@-', at most 64 in all");
    }
    if (roles.isEmpty()) {
      throw new InvalidKeysException(
          "the key '%s' has no roles; give it some of classify, manage, metrics".formatted(name));
    }
    roles = Set.copyOf(roles);
  }

  static ApiKey ofPlain(String name, String key, Set<Role> roles) {
    if (key.length() < SHORTEST || key.length() > LONGEST || !TOKEN.matcher(key).matches()) {
      throw new InvalidKeysException(
          "the key '%s' must have %d to %d letters, digits or '._~+/-'; `openssl rand -hex 32` makes one"
              .formatted(name, SHORTEST, LONGEST));
    }
    return new ApiKey(name, KeyHash.of(key), roles);
  }

  static ApiKey ofHash(String name, String sha256, Set<Role> roles) {
    if (!KeyHash.isHex(sha256)) {
      throw new InvalidKeysException(
          "the SHA-256 of the key '%s' must have 64 hexadecimal digits; `printf %%s \"$KEY\" | sha256sum` prints it"
              .formatted(name));
    }
    return new ApiKey(name, KeyHash.ofHex(sha256), roles);
  }
}
