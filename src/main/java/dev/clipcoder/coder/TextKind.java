package dev.clipcoder.coder;

/**
 * What a text of a text bank says about its class, in the order in which a bank lists the texts of a class (CODER,
 * arXiv 2404.17753, section 3).
 */
public enum TextKind {
  /** The class itself, in a sentence: "a photo of a cat." */
  NAME,
  /** Something that members of the class have: "cat which has whiskers". */
  ATTRIBUTE,
  /** Something that members of the class look like: "a cat similar to tiger." */
  ANALOGOUS,
  /** Another word for the class, in the sentence of the name. */
  SYNONYM,
  /** What tells the class from one other class; used by the rerank only. */
  ONE_TO_ONE
}
