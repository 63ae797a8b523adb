package dev.clipcoder.textgen;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/** Texts to embeddings of the loaded model. */
@FunctionalInterface
public interface PhraseEncoder {

  /** Their embeddings, in their order. Blocks. */
  List<Embedding> encode(List<String> texts) throws InterruptedException;
}
