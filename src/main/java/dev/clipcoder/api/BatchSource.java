package dev.clipcoder.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the items of a batch come from, in their order. Used by the thread that serves the request. */
interface BatchSource {

  /** Whether there are no more items. */
  boolean ended();

  /**
   * The next item.
   *
   * @param wait whether to wait for it to arrive
   * @return null where it has not arrived yet, or there is none
   * @throws IOException if the rest cannot be read
   */
  @Nullable
  BatchEntry poll(boolean wait) throws IOException;

  /** Gives up the memory of an item that is done. */
  void done(BatchEntry entry);
}
