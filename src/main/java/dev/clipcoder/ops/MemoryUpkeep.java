package dev.clipcoder.ops;

import dev.clipcoder.model.EngineEnvironment;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the process near the memory that it uses. Both allocators keep what they have once had: the virtual machine
 * sizes its first heap by the machine, 1/64 of it, of which starting touches a lot and serving a tenth; the C library
 * keeps the fragments between tensors.
 */
@Component
class MemoryUpkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MemoryUpkeep.class);

  private static final long PERIOD_SECONDS = 30;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("memory").factory());

  /** Returns what only starting needed, and from now on regularly what the C library has to spare. */
  void giveBack() {
    System.gc();
    if (EngineEnvironment.trimHeap()) {
      var _ = thread.scheduleWithFixedDelay(
          MemoryUpkeep::trim, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void trim() {
    try {
      EngineEnvironment.trimHeap();
    } catch (RuntimeException e) {
      log.error("Memory of the C library is not given back", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
