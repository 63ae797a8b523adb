package dev.clipcoder.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as Tomcat does it, with limits on the whole time that a client may take to send a head, a body, and what is
 * left of a body that was refused. Tomcat has limits for each read only. Lines of JSON may come as slowly as they are
 * made: of them little is held. Requests know their connection ({@link ConnectedCaller}).
 */
public final class TimedProtocol extends Http11NioProtocol {

  private PacedBody.Pace pace = new PacedBody.Pace(TimeUnit.SECONDS.toNanos(30), 8192);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("http-clock").factory());

  /** Before it starts. */
  void limit(Duration patience, long bytesPerSecond) {
    this.pace = new PacedBody.Pace(patience.toNanos(), bytesPerSecond);
  }

  @Override
  protected Processor createProcessor() {
    return new TimedProcessor(this, new TimedAdapter(getAdapter()));
  }

  @Override
  public void destroy() throws Exception {
    clock.shutdownNow();
    super.destroy();
  }

  private final class TimedProcessor extends Http11Processor {

    private final TimedAdapter requests;
    private @Nullable SocketWrapperBase<?> connection;

    /** Since when a head is expected on the connection; 0 while none is. */
    private long headSince;

    TimedProcessor(AbstractHttp11Protocol<?> protocol, TimedAdapter requests) {
      super(protocol, requests);
      this.requests = requests;
      requests.processor = this;
    }

    @Override
    public SocketState service(SocketWrapperBase<?> from) throws IOException {
      if (!from.equals(connection)) {
        connection = from;
        headSince = 0;
      }
      long now = System.nanoTime();
      if (headSince == 0) {
        headSince = now;
      } else if (now - headSince > pace.patienceNanos()) {
        return SocketState.CLOSED;
      }
      try {
        return ConnectedCaller.serving(from, () -> super.service(from));
      } finally {
        requests.endHurry();
      }
    }

    void headIsThere() {
      headSince = 0;
    }

    /** What is left of a body is read only so that the client gets to its answer, and not for ever. */
    @Nullable
    Future<?> hurry() {
      SocketWrapperBase<?> slow = connection;
      return slow == null || isRequestBodyFullyRead()
          ? null
          : clock.schedule(() -> slow.close(), pace.patienceNanos(), TimeUnit.NANOSECONDS);
    }

    void giveUp() {
      disableSwallowRequest();
      setErrorState(ErrorState.CLOSE_CLEAN, null);
    }
  }

  private final class TimedAdapter implements Adapter {

    private final Adapter adapter;
    private @Nullable TimedProcessor processor;
    private @Nullable Future<?> hurry;

    TimedAdapter(Adapter adapter) {
      this.adapter = adapter;
    }

    void endHurry() {
      if (hurry != null) {
        hurry.cancel(false);
        hurry = null;
      }
    }

    @Override
    public void service(Request request, Response response) throws Exception {
      endHurry();
      TimedProcessor own = java.util.Objects.requireNonNull(processor);
      own.headIsThere();
      InputBuffer body = request.getInputBuffer();
      PacedBody paced = new PacedBody(body, pace);
      if (!BodyForm.isLines(String.valueOf(request.getContentType()))) {
        request.setInputBuffer(paced);
      }
      try {
        adapter.service(request, response);
      } finally {
        request.setInputBuffer(body);
      }
      if (paced.isTooSlow()) {
        own.giveUp();
      } else if (!own.isAsync()) {
        hurry = own.hurry();
      }
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
      return adapter.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status)
        throws Exception {
      return adapter.asyncDispatch(request, response, status);
    }

    @Override
    public void log(Request request, Response response, long time) {
      adapter.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
      adapter.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
      return adapter.getDomain();
    }
  }
}
