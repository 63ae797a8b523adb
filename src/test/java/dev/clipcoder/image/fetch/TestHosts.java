package dev.clipcoder.image.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;

/** A few names that lead to this machine, each as often as it was told; all others lead where they really do. */
public final class TestHosts implements DnsResolver {

  private final PublicHosts others = new PublicHosts();
  private final Map<String, Deque<InetAddress[]>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();

  /** Lets a name lead to this machine that many times, and from then on to 10.0.0.1, which is no public host. */
  public void leadHere(String name, int times) {
    answers.put(name, new ArrayDeque<>());
    for (int i = 0; i < times; i++) {
      answers.get(name).add(new InetAddress[] {InetAddress.getLoopbackAddress()});
    }
  }

  /** How often a name was asked for. */
  public long asked(String name) {
    return asked.stream().filter(name::equals).count();
  }

  public void forget() {
    answers.clear();
    asked.clear();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    asked.add(host);
    Deque<InetAddress[]> left = answers.get(host);
    if (left == null) {
      return others.resolve(host);
    }
    synchronized (left) {
      InetAddress[] next = left.poll();
      return next == null ? others.resolve("10.0.0.1") : next;
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public String toString() {
    return Arrays.toString(answers.keySet().toArray());
  }
}
