INSERT INTO label_set (id, latest_version, deleted) VALUES ('pets', 2, 0);

INSERT INTO label_set (id, latest_version, deleted) VALUES ('gone', 7, 1);

INSERT INTO label_set_version (set_id, version, content_hash, definition, thresholds_fingerprint, created_at)
VALUES ('pets', 1, '0000000000000000000000000000000000000000000000000000000000000001', '{"domain":null,"templates":{"name":["a photo of a {label}, {domain}."],"attribute":["{label} which has {text}"],"analogous":["a {label} similar to {text}."],"oneToOne":["Because of {text}, {label} is different from {other}."]},"classes":[{"label":"cat","name":"cat","background":false,"texts":{"attribute":[],"analogous":[],"synonym":[]}},{"label":"dog","name":"dog","background":false,"texts":{"attribute":[],"analogous":[],"synonym":[]}}],"oneToOne":[],"classNorm":false,"kindWeights":{"name":1.0,"attribute":1.0,"analogous":1.0},"decision":{"mode":"single","threshold":null,"thresholds":{}},"rerank":{"enabled":false,"gap":0.1,"candidates":5,"mode":"replace","lambda":1.0}}', NULL, 1790000000000);

INSERT INTO label_set_version (set_id, version, content_hash, definition, thresholds_fingerprint, created_at)
VALUES ('pets', 2, '0000000000000000000000000000000000000000000000000000000000000002', '{"domain":null,"templates":{"name":["a photo of a {label}, {domain}."],"attribute":["{label} which has {text}"],"analogous":["a {label} similar to {text}."],"oneToOne":["Because of {text}, {label} is different from {other}."]},"classes":[{"label":"cat","name":"cat","background":false,"texts":{"attribute":["whiskers"],"analogous":[],"synonym":[]}},{"label":"dog","name":"dog","background":false,"texts":{"attribute":[],"analogous":[],"synonym":[]}}],"oneToOne":[],"classNorm":false,"kindWeights":{"name":1.0,"attribute":1.0,"analogous":1.0},"decision":{"mode":"single","threshold":null,"thresholds":{}},"rerank":{"enabled":false,"gap":0.1,"candidates":5,"mode":"replace","lambda":1.0}}', 'f1', 1790000000100);

INSERT INTO label_set_build (set_id, version, space, state, job_id)
VALUES ('pets', 1, 'f1', 'ready', '22222222-2222-2222-2222-222222222222');

INSERT INTO label_set_build (set_id, version, space, state, job_id)
VALUES ('pets', 2, 'f1', 'ready', '11111111-1111-1111-1111-111111111111');
