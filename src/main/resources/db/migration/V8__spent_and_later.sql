-- What a generation has spent so far, so that its limit outlives the process.
ALTER TABLE text_generation ADD COLUMN tokens BIGINT NOT NULL DEFAULT 0;

-- Old answers are looked for.
CREATE INDEX llm_answer_by_time ON llm_answer (answered_at);

-- How long a job will take after the steps that it counts, as far as it can tell.
ALTER TABLE job ADD COLUMN later_millis BIGINT NOT NULL DEFAULT 0;
