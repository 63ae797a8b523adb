package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EngineEnvironmentTest {

  private static final int BLOCKS = 100_000;
  private static final long BLOCK_BYTES = 2048;

  /** Blocks too small to be mapped one by one, all freed but the last, which keeps the heap from shrinking by itself. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void freedMemoryGoesBackToTheSystem() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle malloc = linker.downcallHandle(
        linker.defaultLookup().findOrThrow("malloc"),
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    MethodHandle free = linker.downcallHandle(
        linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    MemorySegment[] blocks = new MemorySegment[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = ((MemorySegment) malloc.invokeExact(BLOCK_BYTES)).reinterpret(BLOCK_BYTES);
      blocks[i].fill((byte) 1);
    }
    for (int i = 0; i < BLOCKS - 1; i++) {
      free.invokeExact(blocks[i]);
    }
    long kept = residentKilobytes();

    assertThat(EngineEnvironment.trimHeap()).isTrue();

    assertThat(kept - residentKilobytes()).isGreaterThan(BLOCKS * BLOCK_BYTES / 1024 / 2);
    free.invokeExact(blocks[BLOCKS - 1]);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
