package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal of a hostile file has in common: one short sentence, little time and little memory. */
final class Refusal {

  private static final long MOST_NANOS = 1_000_000_000;
  /** All that is ever allocated, garbage included: most for a tokenizer of four million values. */
  private static final long MOST_BYTES = 256 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Refusal() {}

  /** Time is that of the processor, so that a busy machine makes no difference. */
  static void assertRefused(ThrowingCallable reading, String sentence) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> {
          try {
            reading.call();
          } finally {
            assertThat(THREADS.getCurrentThreadCpuTime() - nanos).isLessThan(MOST_NANOS);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes).isLessThan(MOST_BYTES);
          }
        })
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContainPattern("\\p{Cntrl}")
        .hasSizeLessThan(1100);
  }
}
