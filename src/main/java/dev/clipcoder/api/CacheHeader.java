package dev.clipcoder.api;

import dev.clipcoder.classify.CacheUse;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;

/** Tells whether the pictures of a request were known, as caches tell it. */
final class CacheHeader {

  static final String NAME = "X-Cache";

  static final String DESCRIPTION =
      "`hit`: what was asked about the picture was encoded before, and remembered; `miss`: it was encoded now. Absent"
          + " where no picture was sent";

  private CacheHeader() {}

  static Consumer<HttpHeaders> of(CacheUse use) {
    return switch (use) {
      case HIT -> headers -> headers.set(NAME, "hit");
      case MISS -> headers -> headers.set(NAME, "miss");
      case NONE -> _ -> {};
    };
  }
}
