package dev.clipcoder.classify;

import dev.clipcoder.encoder.DeviceMatrix;
import java.util.ArrayList;
import java.util.List;

/** What is kept from being freed while somebody uses it. May be given more by other threads, also when it is closed. */
final class Holds implements AutoCloseable {

  /** Guarded by itself. */
  private final List<DeviceMatrix.Hold> open = new ArrayList<>();

  private boolean closed;

  void add(DeviceMatrix.Hold hold) {
    synchronized (open) {
      if (!closed) {
        open.add(hold);
        return;
      }
    }
    hold.close();
  }

  @Override
  public void close() {
    List<DeviceMatrix.Hold> last;
    synchronized (open) {
      closed = true;
      last = List.copyOf(open);
      open.clear();
    }
    last.forEach(DeviceMatrix.Hold::close);
  }
}
