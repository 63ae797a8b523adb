package dev.clipcoder.containers;

import java.util.List;
import java.util.Map;

/** The image of the jar that was just made, built once per run the way that users build it. */
final class ServiceImage {

  private static final String NAME = "clipcoder:test";

  /** What Compose has to know to use it. */
  static final Map<String, String> ENVIRONMENT = Map.of("CLIPCODER_IMAGE", NAME);

  private static boolean built;

  private ServiceImage() {}

  static synchronized String name() {
    if (!built) {
      Docker.run(ENVIRONMENT, List.of("compose", "build", "secrets"));
      built = true;
    }
    return NAME;
  }
}
