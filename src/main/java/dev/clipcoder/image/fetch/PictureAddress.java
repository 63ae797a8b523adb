package dev.clipcoder.image.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.HttpHost;

/** An address that may be fetched from as far as its text tells; to whom its host leads is seen later. */
record PictureAddress(URI uri, HttpHost host) {

  /** Longer ones are refused by many servers. */
  private static final int LONGEST = 2048;

  /** Addresses in notations that programs read differently: 0177.0.0.1 is 127.0.0.1 to some and 177.0.0.1 to others. */
  private static final Pattern NUMBER_AT_THE_END =
      Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern USUAL_NOTATION =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * @param ports that may be fetched from
   * @throws InvalidAddressException if it is none that is fetched from
   */
  static PictureAddress parse(String text, Set<Integer> ports) {
    if (text.length() > LONGEST) {
      throw new InvalidAddressException("The address has %,d characters; at most %,d are possible."
          .formatted(text.length(), LONGEST));
    }
    try {
      return of(new URI(text), ports);
    } catch (URISyntaxException malformed) {
      throw noAddress();
    }
  }

  /**
   * Where a host sends us on to.
   *
   * @param location absolute, or relative to this address
   * @throws InvalidAddressException if that is none that is fetched from
   */
  PictureAddress follow(String location, Set<Integer> ports) {
    if (location.length() > LONGEST) {
      throw noAddress();
    }
    try {
      return of(uri.resolve(new URI(location)), ports);
    } catch (URISyntaxException malformed) {
      throw noAddress();
    }
  }

  private static PictureAddress of(URI uri, Set<Integer> ports) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new InvalidAddressException(
          "An address of a picture begins with https:// or http://, as in https://example.org/cat.jpg.");
    }
    String authority = uri.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      throw new InvalidAddressException("An address must have no user name or password in it.");
    }
    String host = uri.getHost();
    if (host == null
        || host.isEmpty()
        || (NUMBER_AT_THE_END.matcher(host).matches()
            && !USUAL_NOTATION.matcher(host).matches())) {
      throw noAddress();
    }
    int port = port(uri, scheme);
    if (!ports.contains(port)) {
      throw new InvalidAddressException(
          "Nothing is fetched from port %d; from %s it is (clipcoder.images.urls.ports)."
              .formatted(port, listed(ports)));
    }
    return new PictureAddress(uri, new HttpHost(scheme, host, port));
  }

  private static int port(URI uri, String scheme) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
  }

  private static String listed(Set<Integer> ports) {
    return new TreeSet<>(ports).stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static InvalidAddressException noAddress() {
    return new InvalidAddressException(
        "This is no address of a picture; one is https://example.org/cat.jpg.");
  }
}
