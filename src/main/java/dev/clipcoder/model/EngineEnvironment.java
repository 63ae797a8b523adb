package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of native libraries that are read from the process environment when they load. Nobody should have to
 * know them to start a jar, so they are set here, before the engine loads; a value from outside is left alone.
 */
public final class EngineEnvironment {

  private static final Logger log = LoggerFactory.getLogger(EngineEnvironment.class);

  /**
   * How long an idle OpenMP thread spins before it sleeps. Spinning forever starves decoding of the cores, sleeping at
   * once costs a quarter of the speed of small batches.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOMP_SPINCOUNT", "20000", "KMP_BLOCKTIME", "1");

  /** glibc's {@code M_ARENA_MAX}: many threads allocate, and each arena keeps what was freed in it. */
  private static final int M_ARENA_MAX = -8;

  private static final int ARENAS = 2;

  private EngineEnvironment() {}

  /** Prepares the process. Call it before the first use of native code; calling it again does no harm. */
  public static void prepare() {
    // The library would ask the cloud's metadata service where it runs, and report it.
    System.setProperty("OPT_OUT_TRACKING", "true");
    // Nothing is downloaded behind the operator's back.
    System.setProperty("ai.djl.offline", "true");
    if (isLinux()) {
      ENVIRONMENT.forEach(EngineEnvironment::setVariable);
      if (System.getenv("MALLOC_ARENA_MAX") == null) {
        limitArenas();
      }
    }
  }

  /**
   * Returns to the operating system what the C library keeps of freed memory. Tensors come and go by megabytes, and
   * between them the library holds on to a hundred or so. Takes some milliseconds.
   *
   * @return whether there is such a thing: not every C library has it
   */
  public static boolean trimHeap() {
    if (!isLinux()) {
      return false;
    }
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    Optional<MethodHandle> trim = libc("malloc_trim", signature);
    trim.ifPresent(function -> call(() -> (int) function.invokeExact(0L)));
    return trim.isPresent();
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  }

  private static void setVariable(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    FunctionDescriptor signature = FunctionDescriptor.of(
        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    libc("setenv", signature).ifPresent(setenv -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment cName = arena.allocateFrom(name);
        MemorySegment cValue = arena.allocateFrom(value);
        call(() -> (int) setenv.invokeExact(cName, cValue, 0));
      }
    });
  }

  private static void limitArenas() {
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    libc("mallopt", signature)
        .ifPresent(mallopt -> call(() -> (int) mallopt.invokeExact(M_ARENA_MAX, ARENAS)));
  }

  private static Optional<MethodHandle> libc(String function, FunctionDescriptor signature) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    Optional<MethodHandle> handle =
        lookup.find(function).map(address -> linker.downcallHandle(address, signature));
    if (handle.isEmpty()) {
      log.info("The C library has no {}; the engine runs with its default", function);
    }
    return handle;
  }

  private interface NativeCall {
    int invoke() throws Throwable;
  }

  private static void call(NativeCall nativeCall) {
    try {
      var _ = nativeCall.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("A call into the C library failed", e);
    }
  }
}
