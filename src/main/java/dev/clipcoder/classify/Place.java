package dev.clipcoder.classify;

/**
 * Room for the pictures of one request. They share it, since they may outlive the request: the last of them gives it
 * back, first at the decoders and then in the admission.
 */
final class Place {

  private final Runnable decoders;
  private final Runnable admission;

  /** Guarded by this, as is {@link #open}. */
  private int decoding;

  private int open;

  /**
   * @param decoders gives back the room there
   * @param admission gives back the rest
   */
  Place(Runnable decoders, Runnable admission) {
    this.decoders = decoders;
    this.admission = admission;
  }

  /** One picture's share; at least one is to be taken and closed. */
  synchronized Share share() {
    decoding++;
    open++;
    return new Share();
  }

  /** Doing anything twice does nothing more. */
  final class Share implements AutoCloseable {

    /** Guarded by the place, as is {@link #closed}. */
    private boolean decoded;

    private boolean closed;

    /** The picture waits for no decoder, and is with none. */
    void decoded() {
      synchronized (Place.this) {
        if (decoded) {
          return;
        }
        decoded = true;
        if (--decoding > 0) {
          return;
        }
      }
      decoders.run();
    }

    /** The picture needs nothing any more. */
    @Override
    public void close() {
      decoded();
      synchronized (Place.this) {
        if (closed) {
          return;
        }
        closed = true;
        if (--open > 0) {
          return;
        }
      }
      admission.run();
    }
  }
}
