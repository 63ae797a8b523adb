package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @CsvSource({
    "auto,   amd64,   true",
    "auto,   x86_64,  true",
    "auto,   aarch64, false",
    "packed, aarch64, true",
    "mapped, amd64,   false"
  })
  void packs_goesByTheSettingThenByTheArchitecture(
      String weights, String architecture, boolean isPacked) {
    assertThat(ComputeDevice.packs(weights, architecture)).isEqualTo(isPacked);
  }
}
