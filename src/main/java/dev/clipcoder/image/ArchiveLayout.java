package dev.clipcoder.image;

import dev.clipcoder.image.ArchivePath.Segments;
import java.util.List;
import java.util.Optional;

/**
 * Which folder is the label's.
 *
 * @param top whether all is within one folder, whose name says nothing
 */
record ArchiveLayout(boolean top) {

  private static final int LABEL_AND_FILE = 2;

  /** The folder of the label, or none if the file is in no such folder or in one below it. */
  Optional<String> label(List<String> segments) {
    int place = top ? 1 : 0;
    return segments.size() == place + LABEL_AND_FILE
        ? Optional.of(segments.get(place))
        : Optional.empty();
  }

  /** Why a file has no label. */
  String fault(List<String> segments) {
    String as = top ? "'%s/cat/1.jpg'".formatted(segments.getFirst()) : "'cat/1.jpg'";
    return segments.size() > (top ? 1 : 0) + LABEL_AND_FILE
        ? "It is in a folder within a label's folder. Put it where %s is.".formatted(as)
        : "It is in no label's folder. Put it where %s is.".formatted(as);
  }

  /**
   * Sees all names, then tells. Files beside the folders, such as a licence, decide nothing; with all folders in one
   * and something deeper than {@code label/file}, that one is the top.
   */
  static final class Finder {

    private Optional<String> first = Optional.empty();
    private boolean shared = true;
    private boolean deeper;

    void see(Segments path) {
      List<String> segments = path.segments();
      if (segments.size() < LABEL_AND_FILE) {
        return;
      }
      shared &= first.isEmpty() || first.get().equals(segments.getFirst());
      first = Optional.of(segments.getFirst());
      deeper |= segments.size() > LABEL_AND_FILE;
    }

    ArchiveLayout layout() {
      return new ArchiveLayout(shared && deeper);
    }
  }
}
