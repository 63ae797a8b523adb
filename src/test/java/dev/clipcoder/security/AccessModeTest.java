package dev.clipcoder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.security.AccessProperties.KeySetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessModeTest {

  private static final KeySetting KEY =
      new KeySetting("web", "k".repeat(40), null, Set.of(Role.CLASSIFY));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1"})
  void withoutKeys_onLoopback_servesThisMachine(String address) throws UnknownHostException {
    assertThat(AccessMode.of(settings(false), List.of(InetAddress.getByName(address))))
        .isEqualTo(AccessMode.LOOPBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "2001:db8::1", "ANY"})
  void withoutKeys_elsewhere_doesNotStart(String address) throws UnknownHostException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    @Nullable InetAddress other = address.equals("ANY") ? null : InetAddress.getByName(address);
    for (List<@Nullable InetAddress> addresses :
        List.of(Arrays.asList(other), Arrays.asList(loopback, other))) {
      assertThatThrownBy(() -> AccessMode.of(settings(false), addresses))
          .isInstanceOf(ExposedWithoutKeysException.class)
          .hasMessageContaining("clipcoder.security.keys")
          .hasMessageContaining("clipcoder.security.anonymous=true");
      assertThat(AccessMode.of(settings(true), addresses)).isEqualTo(AccessMode.ANONYMOUS);
      assertThat(AccessMode.of(settings(false, KEY), addresses)).isEqualTo(AccessMode.KEYS);
    }
  }

  @Test
  void keysAndAnonymous_contradictEachOther() {
    assertThatThrownBy(
            () -> AccessMode.of(settings(true, KEY), List.of(InetAddress.getLoopbackAddress())))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("Set one of both");
  }

  private static AccessProperties settings(boolean anonymous, KeySetting... keys) {
    return new AccessProperties(List.of(keys), null, Duration.ofSeconds(2), anonymous, List.of());
  }
}
