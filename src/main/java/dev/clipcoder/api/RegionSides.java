package dev.clipcoder.api;

import dev.clipcoder.image.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A region in answers, as it was in the request. */
final class RegionSides {

  private RegionSides() {}

  static List<Double> of(@Nullable Region region) {
    return region == null
        ? List.of(0.0, 0.0, 1.0, 1.0)
        : List.of(region.x(), region.y(), region.width(), region.height());
  }
}
