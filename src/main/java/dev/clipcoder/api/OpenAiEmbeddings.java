package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingBytes;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Embeddings as OpenAI's clients read them. */
@Schema(name = "OpenAiEmbeddings")
record OpenAiEmbeddings(
    @Schema(example = "list") @NotNull String object,
    @NotNull List<Row> data,

    @Schema(example = "openai/clip-vit-base-patch32") @NotNull
    String model,

    @NotNull Usage usage) {

  static OpenAiEmbeddings of(
      List<Embedding> embeddings, boolean base64, String model, long tokens) {
    List<Row> rows = new ArrayList<>(embeddings.size());
    for (Embedding embedding : embeddings) {
      Object content = base64
          ? Base64.getEncoder().encodeToString(EmbeddingBytes.of(embedding))
          : embedding.toArray();
      rows.add(new Row("embedding", rows.size(), content));
    }
    return new OpenAiEmbeddings("list", rows, model, new Usage(tokens, tokens));
  }

  /**
   * One embedding.
   *
   * @param index of the input
   * @param embedding {@code float[dimension]}, or its little-endian bytes in base64
   */
  @Schema(name = "OpenAiEmbedding")
  record Row(
      @Schema(example = "embedding") @NotNull String object,
      @Schema(example = "0") @NotNull Integer index,

      @Schema(description = "A unit vector: numbers, or float32 little-endian in base64") @NotNull
      Object embedding) {}

  /** Pictures have no tokens. */
  @Schema(name = "OpenAiUsage")
  record Usage(
      @Schema(description = "Tokens of the texts; pictures have none", example = "7")
      @NotNull
      @JsonProperty("prompt_tokens")
      Long promptTokens,

      @Schema(example = "7") @NotNull @JsonProperty("total_tokens")
      Long totalTokens) {}
}
