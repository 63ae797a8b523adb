INSERT INTO job (id, kind, subject, state, done, total, error, cancel_requested, owner, lease_until, created_at, begun_at, begun_done)
VALUES ('11111111-1111-1111-1111-111111111111', 'label-set-build', 'pets@2', 'succeeded', 3, 3, NULL, 0, NULL, 0, 1790000000000, 1790000000001, 2);

INSERT INTO job (id, kind, subject, state, done, total, error, cancel_requested, owner, lease_until, created_at, begun_at, begun_done)
VALUES ('22222222-2222-2222-2222-222222222222', 'label-set-build', 'pets@1', 'failed', 1, 2, 'Ümläute — and a reason.', 1, '33333333-3333-3333-3333-333333333333', 1790000000500, 1790000000000, 0, 0);
