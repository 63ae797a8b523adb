-- One text in one space of embeddings; the key is a hash over both. SQLite stores bytes under any type name.
CREATE TABLE text_embedding (
  cache_key BYTEA NOT NULL PRIMARY KEY,
  vector BYTEA NOT NULL, -- float32, little-endian
  tokens INTEGER NOT NULL,
  truncated INTEGER NOT NULL -- 0 or 1
);
