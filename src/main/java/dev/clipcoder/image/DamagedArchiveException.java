package dev.clipcoder.image;

/** It is no zip, or one that is cut off or contradicts itself. */
public final class DamagedArchiveException extends ArchiveException {

  public DamagedArchiveException(String message) {
    super(message);
  }
}
