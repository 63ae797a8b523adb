package dev.clipcoder.classify;

import dev.clipcoder.image.DecodingRules;
import dev.clipcoder.model.ModelDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Gives pictures their names. */
interface PictureNames {

  /** To be raised when decoding, preprocessing or the image tower come to compute anything else. */
  int ENGINE_VERSION = 1;

  PictureName of(byte[] picture);

  /**
   * By all that decides an embedding: the bytes, the checkpoint with its preprocessing, what it is computed in, and
   * how pictures are decoded. A cryptographic hash, because pictures come from strangers: nobody can make
   * one that gets the answer of another.
   */
  static PictureNames byContent(ModelDescription model, DecodingRules rules) {
    byte[] space = "%s image %s exif=%s mode=%s %d\n"
        .formatted(
            model.fingerprint(),
            model.precision(),
            rules.upright(),
            rules.mode().label(),
            ENGINE_VERSION)
        .getBytes(StandardCharsets.UTF_8);
    return picture -> {
      MessageDigest digest = sha256();
      digest.update(space);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(picture));
      return new PictureName.Content(
          hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    };
  }

  /** No two pictures have the same name, so that each is encoded for itself. */
  static PictureNames unshared() {
    return _ -> new PictureName.Unshared();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
