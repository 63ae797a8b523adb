package dev.clipcoder.encoder;

import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.model.Tokenizer;

/** The engine's native libraries: hundreds of megabytes whose loading need not wait for the rest of the start. */
public final class NativeLibraries {

  private NativeLibraries() {}

  /** Begins to load them. Whoever needs one waits for it, or meets the failure that loading met here. */
  public static void loadInBackground() {
    Thread.ofPlatform().name("natives").daemon().start(() -> {
      Tokenizer.loadLibrary();
      TorchModule.loadLibrary();
    });
  }
}
