package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ItemAdmissionTest {

  private final ItemAdmission admission = new ItemAdmission(3, new SimpleMeterRegistry());

  @Test
  void admit_full_refusesAndTakesNothing() {
    Admission.Permit two = admission.admit(2);

    assertThatThrownBy(() -> admission.admit(2))
        .isInstanceOfSatisfying(
            EncoderOverloadedException.class, e -> assertThat(e.retryAfter()).isPositive())
        .hasMessageContaining("2 items are under way of at most 3");
    assertThat(admission.admitted()).isEqualTo(2);
    two.close();
  }

  @Test
  void close_twice_givesBackOnce() {
    Admission.Permit one = admission.admit(1);
    Admission.Permit two = admission.admit(2);
    one.close();
    one.close();

    assertThat(admission.admitted()).isEqualTo(2);
    two.close();
    assertThat(admission.admitted()).isZero();
  }
}
