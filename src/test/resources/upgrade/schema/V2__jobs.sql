-- Times are milliseconds since 1970.
CREATE TABLE job (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  kind VARCHAR(64) NOT NULL,
  subject VARCHAR(200) NOT NULL,
  state VARCHAR(16) NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  error TEXT,
  cancel_requested INTEGER NOT NULL, -- 0 or 1
  owner VARCHAR(36),
  lease_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  begun_at BIGINT NOT NULL, -- when the present owner began, having found begun_done
  begun_done BIGINT NOT NULL
);

CREATE INDEX job_by_state ON job (state, created_at);
