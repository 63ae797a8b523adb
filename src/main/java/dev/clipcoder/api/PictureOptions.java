package dev.clipcoder.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests about one picture have in common, beside pictures that come as bytes. */
interface PictureOptions {

  @Nullable
  String image();

  @Nullable
  String imageUrl();

  @Nullable
  List<@Nullable Float> embedding();

  @Nullable
  List<@Nullable List<@Nullable Double>> regions();
}
