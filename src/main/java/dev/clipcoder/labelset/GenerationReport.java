package dev.clipcoder.labelset;

import dev.clipcoder.textgen.ClassNote;
import dev.clipcoder.textgen.Generation.Dropped;
import java.util.List;

/**
 * What came of a generation.
 *
 * @param source that was asked
 * @param added texts that the set did not have
 * @param duplicates texts that it had
 * @param pairs of classes that one-to-one texts were wanted for
 * @param dropped texts that were offered and left out, and why
 * @param notes what the source took each class to be
 */
public record GenerationReport(
    String source, int added, int duplicates, int pairs, Dropped dropped, List<ClassNote> notes) {

  public GenerationReport {
    notes = List.copyOf(notes);
  }

  /** The labels that the source knows nothing about. */
  public List<String> notFound() {
    return notes.stream().filter(note -> !note.found()).map(ClassNote::label).toList();
  }
}
