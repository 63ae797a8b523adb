package dev.clipcoder.api;

import java.util.List;

/** An answer that can be written as a NumPy file. */
interface NpyRows {

  /** At least one, all of one length. */
  List<float[]> npyRows();
}
