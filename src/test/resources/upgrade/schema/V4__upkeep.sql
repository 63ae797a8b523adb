-- Where each text of a version comes from, as JSON. Null in versions of before: their texts are the user's.
ALTER TABLE label_set_version ADD COLUMN provenance TEXT;

-- How often two classes of a set met in a rerank without texts that tell them apart.
CREATE TABLE label_set_pair (
  set_id VARCHAR(64) NOT NULL,
  pair_key VARCHAR(64) NOT NULL, -- a hash over both labels, which may be too long for an index
  first_label TEXT NOT NULL, -- the labels in alphabetical order
  second_label TEXT NOT NULL,
  met BIGINT NOT NULL,
  last_met BIGINT NOT NULL, -- milliseconds since 1970
  PRIMARY KEY (set_id, pair_key)
);

-- How often the job was begun and not given back.
ALTER TABLE job ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;

-- When a label set was last known to need the text; milliseconds since 1970.
ALTER TABLE text_embedding ADD COLUMN last_used BIGINT NOT NULL DEFAULT 0;
CREATE INDEX text_embedding_by_use ON text_embedding (last_used);
