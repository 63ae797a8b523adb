package dev.clipcoder.image.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Resolves names, and only to addresses of public hosts. The client connects to what is resolved here and asks nobody
 * again, so that a name cannot lead elsewhere when it is asked for a second time (DNS rebinding). Addresses as text,
 * in whichever notation the system reads, come here as well.
 */
final class PublicHosts implements DnsResolver {

  /**
   * Of IPv6, only what is given out to networks of the internet (2000::/3). Beside the addresses for special purposes of
   * RFC 6890, those that came later, and one that a cloud has put into public space to talk to its own machines.
   */
  private static final InetAddressFilter PUBLIC = InetAddressFilter.externalAddresses()
      .and((InetAddressFilter)
          address -> !(address instanceof Inet6Address) || (address.getAddress()[0] & 0xE0) == 0x20)
      .andNot("3fff::/20", "168.63.129.16/32");

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    // One of several is enough to refuse: which one is connected to would be chance.
    if (!Arrays.stream(all).allMatch(PublicHosts::isPublic)) {
      throw new UnknownHostException("not public");
    }
    return all;
  }

  static boolean isPublic(InetAddress address) {
    return PUBLIC.matches(address);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
