package dev.clipcoder.image;

/** How much of a picture has to be seen, for a reader that may leave out detail to be quicker. */
@FunctionalInterface
public interface Detail {

  /** Every pixel. */
  Detail ALL = (_, _) -> false;

  /** Whether a picture that was reduced to this size, upright and in pixels, still shows enough. */
  boolean isEnough(int width, int height);
}
