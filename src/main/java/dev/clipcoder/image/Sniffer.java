package dev.clipcoder.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells formats by their first bytes; names and content types that senders give are not asked. */
final class Sniffer {

  private static final String READ =
      Arrays.stream(ImageFormat.values()).map(ImageFormat::title).collect(Collectors.joining(", "));

  /** How far text is looked at to tell SVG and HTML: a prologue and a comment fit. */
  private static final int TEXT_BYTES = 512;

  private Sniffer() {}

  static ImageFormat formatOf(ByteView file) {
    if (file.size() == 0) {
      throw new UndecodableImageException("The picture is empty: 0 bytes were sent.");
    }
    if (file.matches(0, "\u00FF\u00D8\u00FF")) {
      return ImageFormat.JPEG;
    }
    if (file.matches(0, "\u0089PNG\r\n\u001A\n")) {
      return ImageFormat.PNG;
    }
    if (file.matches(0, "RIFF") && file.matches(8, "WEBP")) {
      return ImageFormat.WEBP;
    }
    if (file.matches(0, "GIF87a") || file.matches(0, "GIF89a")) {
      return ImageFormat.GIF;
    }
    if (file.matches(0, "II*\0") || file.matches(0, "MM\0*")) {
      return ImageFormat.TIFF;
    }
    if (file.matches(0, "BM") && !looksLikeText(file)) {
      return ImageFormat.BMP;
    }
    throw new UnsupportedImageException("%s Send one of %s.".formatted(guess(file), READ));
  }

  /** A sentence about what the bytes are instead. */
  private static String guess(ByteView file) {
    if (file.matches(0, "II+\0") || file.matches(0, "MM\0+")) {
      return "This is a BigTIFF, which is not read; save it as a classic TIFF of less than 4 GB.";
    }
    if (file.matches(4, "ftyp")) {
      return isoMedia(file);
    }
    if (file.matches(0, "\0\0\0\fJXL ") || file.matches(0, "\u00FF\n")) {
      return "This is a JPEG XL picture, which is not read.";
    }
    if (file.matches(0, "\0\0\0\fjP  ") || file.matches(0, "\u00FFO\u00FFQ")) {
      return "This is a JPEG 2000 picture, which is not read.";
    }
    if (file.matches(0, "%PDF")) {
      return "This is a PDF document, not a picture.";
    }
    if (file.matches(0, "PK\u0003\u0004")) {
      return "This is a zip archive, not a picture.";
    }
    return looksLikeText(file) ? text(file) : "These bytes are not a picture of a known format.";
  }

  private static String isoMedia(ByteView file) {
    if (file.matches(8, "avif") || file.matches(8, "avis")) {
      return "This is an AVIF picture, which is not read.";
    }
    if (file.matches(8, "hei")
        || file.matches(8, "hev")
        || file.matches(8, "mif1")
        || file.matches(8, "msf1")) {
      return "This is a HEIC picture, which is not read.";
    }
    return "This is a video or another MP4-like file, not a picture.";
  }

  private static String text(ByteView file) {
    String start = new String(
            file.bytes(), 0, Math.min(file.size(), TEXT_BYTES), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
    if (start.contains("<svg")) {
      return "This is an SVG drawing, which is not read; render it to pixels first.";
    }
    if (start.contains("<html") || start.contains("<!doctype html")) {
      return "This is an HTML page, not a picture.";
    }
    if (start.startsWith("data:")) {
      return "This is a data URI, not the picture in it; send it as JSON.";
    }
    return "This is text, not a picture.";
  }

  /** Whether the file starts with printable characters; UTF-8 beyond ASCII passes as well. */
  private static boolean looksLikeText(ByteView file) {
    for (int i = 0; i < Math.min(file.size(), TEXT_BYTES); i++) {
      int character = file.u8(i);
      boolean layout =
          character == '\t' || character == '\n' || character == '\r' || character == '\f';
      if ((character < ' ' && !layout) || character == 0x7F) {
        return false;
      }
    }
    return true;
  }
}
