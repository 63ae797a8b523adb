package dev.clipcoder.tracing;

/** What one request is traced by. */
public sealed interface Trace permits RecordedTrace, Trace.Unrecorded {

  /** Tells nobody. */
  Trace NONE = new Unrecorded();

  /**
   * Tells of a stage of the request that is over, from whatever thread.
   *
   * @param name one of a few
   * @param begin as of {@link System#nanoTime}
   * @param end as of {@link System#nanoTime}
   */
  void stage(String name, long begin, long end);

  /** Of a request that is not traced. */
  record Unrecorded() implements Trace {
    @Override
    public void stage(String name, long begin, long end) {
      // Nobody asked.
    }
  }
}
