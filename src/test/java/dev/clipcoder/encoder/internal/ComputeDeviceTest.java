package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.model.EngineEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @CsvSource({
    "auto,   amd64,   AuthenticAMD, true",
    "auto,   x86_64,  HygonGenuine, true",
    "auto,   amd64,   GenuineIntel, false",
    "auto,   amd64,   '',           false",
    "auto,   aarch64, SomeArm,      false",
    "packed, amd64,   GenuineIntel, true",
    "mapped, amd64,   AuthenticAMD, false"
  })
  void packs_goesByTheSettingThenByTheProcessor(
      String weights, String architecture, String vendor, boolean isPacked) {
    assertThat(ComputeDevice.packs(weights, architecture, vendor)).isEqualTo(isPacked);
  }

  @Test
  void processorVendor_isAWord() {
    assertThat(EngineEnvironment.processorVendor()).doesNotContain(":", " ");
  }
}
