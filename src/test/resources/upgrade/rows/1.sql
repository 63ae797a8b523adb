-- What services of this schema have stored; {key:…} and {vector:…} stand for the bytes of a text in the space f1.
INSERT INTO text_embedding (cache_key, vector, tokens, truncated)
VALUES ({key:a photo of a cat.}, {vector:cat}, 8, 0);

INSERT INTO text_embedding (cache_key, vector, tokens, truncated)
VALUES ({key:a photo of a dog.}, {vector:dog}, 8, 0);

INSERT INTO text_embedding (cache_key, vector, tokens, truncated)
VALUES ({key:cat which has whiskers}, {vector:whiskers}, 6, 1);
