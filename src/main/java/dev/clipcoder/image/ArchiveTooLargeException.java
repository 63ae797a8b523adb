package dev.clipcoder.image;

/** More entries, or more bytes when unpacked, than the service accepts. */
public final class ArchiveTooLargeException extends ArchiveException {

  public ArchiveTooLargeException(String message) {
    super(message);
  }
}
