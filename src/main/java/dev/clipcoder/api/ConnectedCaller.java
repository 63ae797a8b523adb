package dev.clipcoder.api;

import dev.clipcoder.classify.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The client at the other end of the connection. A thread that waits for an answer does not notice that the client
 * closed the connection, since nobody reads from it meanwhile. So the waiting thread itself looks, without
 * blocking: at the end of the stream the client is gone. A byte that comes instead belongs to the next, pipelined
 * request; it is put back, and the client is there. A client that closes only its sending side counts as gone.
 */
final class ConnectedCaller implements Caller {

  /** Bound while Tomcat serves a connection, on the thread that serves it: the only one that may read from it. */
  private static final ScopedValue<SocketWrapperBase<?>> CONNECTION = ScopedValue.newInstance();

  private final SocketWrapperBase<?> connection;

  private ConnectedCaller(SocketWrapperBase<?> connection) {
    this.connection = connection;
  }

  /** The caller of the request that this thread serves; one that never goes if it does not come by HTTP/1.1. */
  static Caller ofCurrentRequest() {
    return CONNECTION.isBound() ? new ConnectedCaller(CONNECTION.get()) : () -> false;
  }

  @Override
  public boolean isGone() {
    ByteBuffer next = ByteBuffer.allocate(1);
    try {
      int count = connection.read(false, next);
      if (count > 0) {
        connection.unRead(next.flip());
      }
      return count < 0;
    } catch (IOException endOfStream) {
      return true;
    }
  }

  /** Runs what serves a connection, whose client the requests on it then know. */
  static SocketState serving(
      SocketWrapperBase<?> connection, ScopedValue.CallableOp<SocketState, IOException> work)
      throws IOException {
    return ScopedValue.where(CONNECTION, connection).call(work);
  }
}
