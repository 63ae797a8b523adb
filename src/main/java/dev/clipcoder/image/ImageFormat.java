package dev.clipcoder.image;

import java.util.Locale;

/** The formats that are read, by the names that people use for them. */
enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  WEBP("WebP"),
  GIF("GIF"),
  BMP("BMP"),
  TIFF("TIFF");

  private final String title;

  ImageFormat(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The value of the {@code format} tag of meters: bounded by this enumeration. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
