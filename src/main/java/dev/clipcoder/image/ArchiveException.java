package dev.clipcoder.image;

/** An archive none of which can be read; the message says why in one sentence for the caller. */
public abstract sealed class ArchiveException extends RuntimeException
    permits DamagedArchiveException, ArchiveTooLargeException {

  ArchiveException(String message) {
    super(message);
  }
}
