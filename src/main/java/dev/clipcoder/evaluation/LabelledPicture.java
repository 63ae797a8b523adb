package dev.clipcoder.evaluation;

import java.nio.file.Path;

/**
 * A picture whose class is known.
 *
 * @param classIndex in the order of the label set
 */
record LabelledPicture(Path file, int classIndex) {}
