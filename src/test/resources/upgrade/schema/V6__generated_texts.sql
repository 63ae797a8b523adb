-- What a job that generates texts was asked for, and what came of it.
CREATE TABLE text_generation (
  job_id VARCHAR(36) NOT NULL PRIMARY KEY,
  set_id VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL, -- the latest when it was asked for; at the end the one that has the texts
  request TEXT NOT NULL, -- JSON
  report TEXT, -- JSON; null until the end
  created_at BIGINT NOT NULL -- milliseconds since 1970
);

CREATE INDEX text_generation_by_set ON text_generation (set_id, version);

-- What language models answered, so that nothing is asked twice.
CREATE TABLE llm_answer (
  answer_key VARCHAR(64) NOT NULL PRIMARY KEY, -- a hash over model, prompt and question
  model TEXT NOT NULL,
  prompt_version VARCHAR(64) NOT NULL,
  question TEXT NOT NULL, -- JSON: the class, what it is, how many texts were wanted
  texts TEXT NOT NULL, -- JSON: a list of strings
  answered_at BIGINT NOT NULL -- milliseconds since 1970
);
