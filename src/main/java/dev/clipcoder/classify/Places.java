package dev.clipcoder.classify;

/** Where what a request brings gets its place. */
interface Places {

  /**
   * A place for that many pictures or parts of pictures, which have to be decoded and encoded.
   *
   * @param items at least 1
   * @throws dev.clipcoder.encoder.EncoderException if there is none, or none in time
   */
  Place admit(int items);
}
