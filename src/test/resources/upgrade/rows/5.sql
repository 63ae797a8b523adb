INSERT INTO support_set (id, version, deleted, definition, label_set, changes, next_place, examples, kept_bytes, job_id)
VALUES ('mine', 4, 0, '{"labelSet":"pets","method":"auto","keep":"thumbnails"}', 'pets', 3, 3, 2, 3, NULL);

INSERT INTO support_example (set_id, example_id, label, gone, changed_version, place, added_at, near_id, near_similarity)
VALUES ('mine', 'e1', 'cat', 0, 2, 0, 1790000000500, NULL, NULL);

INSERT INTO support_example (set_id, example_id, label, gone, changed_version, place, added_at, near_id, near_similarity)
VALUES ('mine', 'e2', 'dog', 0, 3, 1, 1790000000600, 'e1', 0.987654321);

INSERT INTO support_example (set_id, example_id, label, gone, changed_version, place, added_at, near_id, near_similarity)
VALUES ('mine', 'e3', 'dog', 1, 4, 2, 1790000000700, NULL, NULL);

INSERT INTO support_embedding (set_id, example_id, space, vector) VALUES ('mine', 'e1', '73b763f6d05549424565bd694d76aa99370d187d95a2b13aba59b533a2525601', {vector:tiger});

INSERT INTO support_embedding (set_id, example_id, space, vector) VALUES ('mine', 'e2', '73b763f6d05549424565bd694d76aa99370d187d95a2b13aba59b533a2525601', {vector:wolf});

INSERT INTO support_picture (set_id, example_id, kind, bytes, size) VALUES ('mine', 'e1', 'thumbnail', {key:any bytes}, 32);

INSERT INTO support_choice (set_id, asked, space, choice) VALUES ('mine', 'auto', '73b763f6d05549424565bd694d76aa99370d187d95a2b13aba59b533a2525601', '{"method":{"id":"proker","alpha":1.0,"beta":2.675,"lambda":0.0625,"coderSpace":null},"candidates":[],"examplesPerClass":[1,1],"folds":0,"heldOutExamples":0,"version":3,"changes":3,"classesKey":"pets@2"}');
