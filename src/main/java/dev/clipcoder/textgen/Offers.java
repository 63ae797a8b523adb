package dev.clipcoder.textgen;

import java.util.List;

/**
 * What a source offers.
 *
 * @param classes in the order of the order's classes
 * @param pairs in the order of the order's pairs
 * @param notes what was found for each class, or why nothing was
 */
record Offers(List<Offer> classes, List<PairOffer> pairs, List<ClassNote> notes) {

  Offers {
    classes = List.copyOf(classes);
    pairs = List.copyOf(pairs);
    notes = List.copyOf(notes);
  }

  /** One-to-one texts in both directions. */
  record PairOffer(Offer first, Offer second) {}
}
