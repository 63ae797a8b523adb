package dev.clipcoder.encoder;

import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.BeanFactory;

/**
 * Makes the device wait with its batch of pictures, by pretending that another picture is about to arrive; for as
 * long as this is open, and then until the next arrival.
 */
public final class HeldDevice implements AutoCloseable {

  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread arriving;

  public HeldDevice(BeanFactory beans) throws InterruptedException {
    Arrivals arrivals = beans.getBean(Arrivals.class);
    CountDownLatch counted = new CountDownLatch(1);
    arriving = Thread.ofVirtual()
        .start(() -> arrivals.during(() -> {
          counted.countDown();
          return awaitRelease();
        }));
    counted.await();
  }

  private boolean awaitRelease() {
    try {
      released.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    released.countDown();
    boolean interrupted = false;
    while (arriving.isAlive()) {
      try {
        arriving.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
