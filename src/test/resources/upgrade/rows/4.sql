UPDATE label_set_version
SET provenance = '{"origins":[{"source":"import","at":"2026-01-01T12:00:00Z"}],"texts":[0,0,0]}'
WHERE set_id = 'pets' AND version = 2;

INSERT INTO label_set_pair (set_id, pair_key, first_label, second_label, met, last_met)
VALUES ('pets', 'a1', 'cat', 'dog', 17, 1790000000200);

UPDATE job SET attempts = 2, ended_at = 1790000000300 WHERE subject = 'pets@2';

UPDATE text_embedding SET last_used = 1790000000400;
