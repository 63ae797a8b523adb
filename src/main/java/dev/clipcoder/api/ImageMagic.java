package dev.clipcoder.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Recognises a picture that was sent under another name, for the sake of a helpful sentence. */
final class ImageMagic {

  static final int LENGTH = 12;

  private ImageMagic() {}

  /** The usual name of the format, or null. */
  static @Nullable String kind(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return "JPEG";
    }
    if (text.startsWith("\u0089PNG")) {
      return "PNG";
    }
    if (text.startsWith("GIF8")) {
      return "GIF";
    }
    if (text.startsWith("RIFF") && text.endsWith("WEBP")) {
      return "WebP";
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return "TIFF";
    }
    return text.startsWith("BM") ? "BMP" : null;
  }
}
