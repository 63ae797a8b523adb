package dev.clipcoder.api;

import dev.clipcoder.classify.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.multipart.MultipartFile;

/** The parts {@code image} of a multipart body, which Tomcat has read. */
final class PartSource implements BatchSource {

  private final List<MultipartFile> parts;
  private final Function<byte[], Subject> subject;
  private int next;

  PartSource(List<MultipartFile> parts, Function<byte[], Subject> subject) {
    this.parts = parts;
    this.subject = subject;
  }

  @Override
  public boolean ended() {
    return next == parts.size();
  }

  @Override
  public BatchEntry poll(boolean wait) {
    MultipartFile part = parts.get(next);
    String name = part.getOriginalFilename();
    Object id = name == null || name.isBlank() ? Integer.valueOf(next) : name;
    next++;
    return new BatchEntry(id, 0, () -> subject.apply(bytes(part)));
  }

  private static byte[] bytes(MultipartFile part) {
    try {
      return part.getBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void done(BatchEntry entry) {
    // Its bytes belong to the request.
  }
}
