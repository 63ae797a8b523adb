package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.ModelAndView;

/** The arithmetic of the budget, and that nothing of it is lost. */
class BodyBudgetTest {

  private static final long HEAP = 512L << 20;

  private final BodyBudget budget = new BodyBudget(
      limits(DataSize.ofBytes(20), DataSize.ofBytes(100)), HEAP, new SimpleMeterRegistry());

  @Test
  void defaults_smallHeap_shrinkTheLargestBodyToWhatFitsInAnyForm() {
    long half = HEAP / 2;
    assertThat(new BodyBudget(limits(null, null), HEAP, new SimpleMeterRegistry()).maxBodyBytes())
        .isEqualTo(half / 5);
    assertThat(
            new BodyBudget(limits(null, null), 8L << 30, new SimpleMeterRegistry()).maxBodyBytes())
        .isEqualTo(DataSize.ofMegabytes(100).toBytes());
  }

  @Test
  void maxBytes_thatTheHeapCannotHold_failsWithASentence() {
    assertThatThrownBy(() -> new BodyBudget(
            limits(DataSize.ofMegabytes(100), null), HEAP, new SimpleMeterRegistry()))
        .isInstanceOfSatisfying(
            InvalidConfigurationPropertyValueException.class,
            refused ->
                assertThat(refused.getReason()).contains("at most 53687091 are possible", "-Xmx"));
  }

  @Test
  void claim_weighsByForm() {
    try (BodyBudget.Claim _ = budget.claim(BodyForm.RAW, 10)) {
      assertThat(budget.claimed()).isEqualTo(20);
    }
    try (BodyBudget.Claim _ = budget.claim(BodyForm.MULTIPART, 10)) {
      assertThat(budget.claimed()).isEqualTo(40);
    }
    try (BodyBudget.Claim _ = budget.claim(BodyForm.JSON, 20)) {
      assertThat(budget.claimed()).isEqualTo(100);
    }
    assertThat(budget.claimed()).isZero();
  }

  @Test
  void claim_withoutRoom_takesNothing() {
    try (BodyBudget.Claim held = budget.claim(BodyForm.RAW, 20)) {
      assertThatThrownBy(() -> budget.claim(BodyForm.JSON, 13))
          .isInstanceOf(ProblemException.class);
      assertThatThrownBy(() -> held.cover(51)).isInstanceOf(ProblemException.class);
      assertThat(budget.claimed()).isEqualTo(40);
      held.cover(50);
      assertThat(budget.claimed()).isEqualTo(100);
      held.cover(10);
      assertThat(budget.claimed()).isEqualTo(100);
    }
    assertThat(budget.claimed()).isZero();
  }

  @Test
  void close_twice_givesBackOnce() {
    BodyBudget.Claim first = budget.claim(BodyForm.RAW, 10);
    try (BodyBudget.Claim _ = budget.claim(BodyForm.RAW, 10)) {
      first.close();
      first.close();
      first.cover(20);
      assertThat(budget.claimed()).isEqualTo(20);
    }
  }

  @Test
  void filter_chainFails_givesBack() {
    assertThatThrownBy(() -> filter((_, _) -> {
          assertThat(budget.claimed()).isEqualTo(20);
          throw new IllegalStateException("in the chain");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(budget.claimed()).isZero();
  }

  @Test
  void filter_answeredAsynchronously_holdsUntilThen() throws Exception {
    MockHttpServletRequest request = filter((asked, answer) -> asked.startAsync(asked, answer));

    assertThat(budget.claimed()).isEqualTo(20);
    Objects.requireNonNull(request.getAsyncContext()).complete();
    assertThat(budget.claimed()).isZero();
  }

  private MockHttpServletRequest filter(FilterChain chain) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/classify");
    request.setAsyncSupported(true);
    request.setContentType("image/png");
    request.setContent(new byte[10]);
    new BodyBudgetFilter(budget, (_, _, _, _) -> new ModelAndView())
        .doFilter(request, new MockHttpServletResponse(), chain);
    return request;
  }

  private static RequestLimits limits(@Nullable DataSize maxBytes, @Nullable DataSize inFlight) {
    return new RequestLimits(
        maxBytes, inFlight, 1, 1, 1, 1, 1, 1, Duration.ofSeconds(30), DataSize.ofKilobytes(8));
  }
}
