package dev.clipcoder.fewshot;

/**
 * What a set keeps of an example's picture.
 *
 * @param kind {@link Keep#THUMBNAILS}: a JPEG; {@link Keep#ORIGINALS}: the file as it was sent
 * @param bytes not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeptPicture(Keep kind, byte[] bytes) {

  static final String THUMBNAIL = "thumbnail";
  static final String ORIGINAL = "original";

  String word() {
    return kind == Keep.ORIGINALS ? ORIGINAL : THUMBNAIL;
  }

  static Keep kind(String word) {
    return word.equals(ORIGINAL) ? Keep.ORIGINALS : Keep.THUMBNAILS;
  }
}
