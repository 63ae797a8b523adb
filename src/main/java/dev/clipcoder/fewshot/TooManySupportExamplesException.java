package dev.clipcoder.fewshot;

import org.springframework.util.unit.DataSize;

/** A set would grow beyond its limits; nothing of what was to be added is. */
public final class TooManySupportExamplesException extends SupportSetException {

  private TooManySupportExamplesException(String message) {
    super(message);
  }

  static TooManySupportExamplesException of(String id, long examples, SupportLimits limits) {
    return new TooManySupportExamplesException(
        "Support set '%s' would have %d examples; at most %d (%s). Remove some, or use a second set."
            .formatted(id, examples, limits.examples(), limits.reason()));
  }

  static TooManySupportExamplesException ofBytes(String id, DataSize most) {
    return new TooManySupportExamplesException(
        "The pictures kept for support set '%s' would take more than %d MB (clipcoder.support-sets.max-kept-bytes). Keep thumbnails or embeddings."
            .formatted(id, most.toMegabytes()));
  }
}
