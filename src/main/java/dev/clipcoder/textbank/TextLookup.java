package dev.clipcoder.textbank;

import dev.clipcoder.encoder.EncodedText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds embeddings that need not be computed again. */
@FunctionalInterface
interface TextLookup {

  /** Those of the texts that are there; never fails, for what is not found can be encoded. */
  CompletableFuture<Map<String, EncodedText>> find(List<String> texts);
}
