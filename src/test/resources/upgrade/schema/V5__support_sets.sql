-- A set stays here after it was deleted, so that no version number ever means something else.
CREATE TABLE support_set (
  id VARCHAR(64) NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL, -- counts every change, of the definition and of the examples
  deleted INTEGER NOT NULL, -- 0 or 1
  definition TEXT NOT NULL, -- JSON, long form
  label_set VARCHAR(64), -- that the definition names
  changes BIGINT NOT NULL, -- examples added, removed and given another label, ever
  next_place BIGINT NOT NULL,
  examples INTEGER NOT NULL,
  kept_bytes BIGINT NOT NULL,
  job_id VARCHAR(36) -- that encodes kept pictures with another checkpoint
);

CREATE INDEX support_set_by_label_set ON support_set (label_set);

CREATE TABLE support_example (
  set_id VARCHAR(64) NOT NULL,
  example_id VARCHAR(64) NOT NULL, -- SHA-256 of the picture or the embedding
  label TEXT NOT NULL,
  gone INTEGER NOT NULL, -- 0 or 1; removed ones stay as a mark for other replicas
  changed_version INTEGER NOT NULL,
  place BIGINT NOT NULL, -- their order
  added_at BIGINT NOT NULL, -- milliseconds since 1970
  near_id VARCHAR(64), -- an example that was there and is nearly the same
  near_similarity DOUBLE PRECISION,
  PRIMARY KEY (set_id, example_id)
);

CREATE INDEX support_example_by_change ON support_example (set_id, changed_version);
CREATE INDEX support_example_by_place ON support_example (set_id, place);

-- For each space of embeddings: of another checkpoint there are others.
CREATE TABLE support_embedding (
  set_id VARCHAR(64) NOT NULL,
  example_id VARCHAR(64) NOT NULL,
  space VARCHAR(64) NOT NULL,
  vector BYTEA NOT NULL, -- float32, little-endian
  PRIMARY KEY (set_id, example_id, space)
);

CREATE TABLE support_picture (
  set_id VARCHAR(64) NOT NULL,
  example_id VARCHAR(64) NOT NULL,
  kind VARCHAR(16) NOT NULL, -- thumbnail, original
  bytes BYTEA NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (set_id, example_id)
);

-- Which method was chosen, so that a restart and other replicas need not choose again.
CREATE TABLE support_choice (
  set_id VARCHAR(64) NOT NULL,
  asked VARCHAR(32) NOT NULL, -- a method, or auto
  space VARCHAR(64) NOT NULL,
  choice TEXT NOT NULL, -- JSON
  PRIMARY KEY (set_id, asked, space)
);
