-- A set stays here after it was deleted, so that no version number ever means something else.
CREATE TABLE label_set (
  id VARCHAR(64) NOT NULL PRIMARY KEY,
  latest_version INTEGER NOT NULL,
  deleted INTEGER NOT NULL -- 0 or 1
);

CREATE TABLE label_set_version (
  set_id VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL,
  content_hash VARCHAR(64) NOT NULL,
  definition TEXT NOT NULL, -- JSON, long form
  thresholds_fingerprint VARCHAR(64), -- of the checkpoint that the thresholds were given for
  created_at BIGINT NOT NULL, -- milliseconds since 1970
  PRIMARY KEY (set_id, version)
);

-- Whether the texts of a version are all stored, for one space of embeddings.
CREATE TABLE label_set_build (
  set_id VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL,
  space VARCHAR(64) NOT NULL,
  state VARCHAR(16) NOT NULL, -- building, ready, failed, cancelled
  job_id VARCHAR(36) NOT NULL,
  PRIMARY KEY (set_id, version, space)
);
