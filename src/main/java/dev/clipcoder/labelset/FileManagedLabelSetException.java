package dev.clipcoder.labelset;

/** The set lives as a file, and is changed there only. */
public final class FileManagedLabelSetException extends LabelSetException {

  FileManagedLabelSetException(String id) {
    super(
        "Label set '%s' is the file %s.json of clipcoder.label-sets.dir. Change that file; or take it out of the folder, and change the set here."
            .formatted(id, id));
  }
}
