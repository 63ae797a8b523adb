-- Work that only a service with one checkpoint can do: the space of embeddings that it fills. Null: any service.
ALTER TABLE job ADD COLUMN space VARCHAR(64);

UPDATE job SET space = (SELECT MIN(b.space) FROM label_set_build b WHERE b.job_id = job.id);
