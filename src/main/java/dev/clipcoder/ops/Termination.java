package dev.clipcoder.ops;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends the process when it is asked to by SIGTERM: readiness goes down, after {@code clipcoder.shutdown.delay} the
 * application closes as it always does, and the exit status is 0. By itself the virtual machine would do the same and
 * end with 143, which platforms show as a failure.
 */
public final class Termination implements ApplicationListener<ApplicationPreparedEvent> {

  private static final Logger log = LoggerFactory.getLogger(Termination.class);

  private final AtomicReference<@Nullable ConfigurableApplicationContext> application =
      new AtomicReference<>();

  private Termination() {}

  /** From now on a SIGTERM ends the process with status 0; with the application, once the listener knows it. */
  public static Termination onSignal() {
    Termination termination = new Termination();
    try {
      handle("TERM", termination::end);
    } catch (ReflectiveOperationException impossible) {
      log.warn(
          "SIGTERM cannot be handled; the virtual machine ends with its own status", impossible);
    }
    return termination;
  }

  /**
   * By {@code sun.misc.Signal}, all that Java has for it, since a shutdown hook cannot change the status. The compiler
   * warns of each use, and cannot be told that it is meant; so it is found by name.
   */
  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object acting = Proxy.newProxyInstance(
        Termination.class.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
          if (method.getName().equals("handle")) {
            action.run();
          }
          return null;
        });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), acting);
  }

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    application.set(event.getApplicationContext());
  }

  /** On a thread of the virtual machine's own, which runs this handler only. */
  private void end() {
    ConfigurableApplicationContext context = application.get();
    if (context != null && context.isRunning()) {
      refuseTraffic(context);
    }
    System.exit(0);
  }

  private static void refuseTraffic(ConfigurableApplicationContext context) {
    Duration delay = context.getBean(ShutdownProperties.class).delay();
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    log.info("Not ready any more; requests are taken for {} ms longer", delay.toMillis());
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      log.warn("Interrupted while requests were still taken; the end comes now", e);
    }
  }
}
