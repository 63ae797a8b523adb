INSERT INTO text_generation (job_id, set_id, version, request, report, created_at)
VALUES ('44444444-4444-4444-4444-444444444444', 'pets', 2, '{"source":"wordnet"}', '{"added":1}', 1790000000800);

INSERT INTO llm_answer (answer_key, model, prompt_version, question, texts, answered_at)
VALUES ('b2', 'some-model', '1', '{"class":"cat"}', '["whiskers"]', 1790000000900);
