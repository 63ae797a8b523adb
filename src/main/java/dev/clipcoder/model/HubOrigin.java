package dev.clipcoder.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * The hub's own addresses, and who may have the token: nobody else.
 *
 * @param url without a slash at its end
 * @param token empty for none
 */
record HubOrigin(URI url, String token) {

  /**
   * @throws CheckpointException if the address is none, or would carry a token without encryption
   */
  static HubOrigin of(HubProperties properties) {
    URI url = properties.url();
    String scheme = Objects.requireNonNullElse(url.getScheme(), "");
    if (!scheme.matches("(?i)https?") || url.getHost() == null || url.getRawQuery() != null) {
      throw new CheckpointException(
          "clipcoder.hub.url is %s; expected an address such as https://huggingface.co."
              .formatted(url));
    }
    String token = properties.token().strip();
    if (!token.matches("[\\x21-\\x7e]*")) {
      throw new CheckpointException(
          "clipcoder.hub.token (HF_TOKEN) has spaces or characters that no token has.");
    }
    if (!token.isEmpty() && !scheme.equalsIgnoreCase("https") && !isThisMachine(url)) {
      throw new CheckpointException(
          "clipcoder.hub.url is %s: the token would travel without encryption. Use https, or set clipcoder.hub.token to nothing."
              .formatted(url));
    }
    return new HubOrigin(URI.create(url.toString().replaceFirst("/+$", "")), token);
  }

  private static boolean isThisMachine(URI url) {
    return url.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
  }

  /** With the sizes of all files. */
  URI listing(HubName name) {
    return URI.create("%s/api/models/%s/revision/%s?blobs=true"
        .formatted(url, name.id(), name.encodedRevision()));
  }

  /**
   * @param file of ASCII letters, digits, dots, hyphens and underscores
   */
  URI file(HubName name, String commit, String file) {
    return URI.create("%s/%s/resolve/%s/%s".formatted(url, name.id(), commit, file));
  }

  /** Whether an address is the hub's: the same scheme, host and port. */
  boolean isOriginOf(URI address) {
    return url.getScheme().equalsIgnoreCase(address.getScheme())
        && url.getHost().equalsIgnoreCase(address.getHost())
        && port(url) == port(address);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equals(address.getScheme().toLowerCase(Locale.ROOT)) ? 443 : 80;
  }

  /**
   * Where a redirect leads.
   *
   * @throws HubException if it leads nowhere, or from https to anything else
   */
  static URI redirected(URI from, String location) throws HubException {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException("the hub redirects to '%s', which is no address".formatted(location));
    }
    String scheme = Objects.requireNonNullElse(target.getScheme(), "").toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(from.getScheme());
    if (location.isEmpty()
        || target.getHost() == null
        || !(scheme.equals("https") || (scheme.equals("http") && !secure))) {
      throw new HubException(
          "the hub redirects from %s to '%s', which is not followed".formatted(from, location));
    }
    return target;
  }
}
