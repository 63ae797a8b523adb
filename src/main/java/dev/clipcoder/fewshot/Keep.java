package dev.clipcoder.fewshot;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a support set keeps of its pictures beside their embeddings. */
public enum Keep {
  /** Nothing. */
  @JsonProperty("embeddings")
  EMBEDDINGS,
  /** A small JPEG, for people to look at. */
  @JsonProperty("thumbnails")
  THUMBNAILS,
  /** The picture as it was sent: another checkpoint can encode it anew. */
  @JsonProperty("originals")
  ORIGINALS
}
