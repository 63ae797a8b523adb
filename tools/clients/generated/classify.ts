// Classifies a picture by the client that openapi-generator makes of the contract: classify.ts ADDRESS PICTURE LABEL…

import { readFile } from 'node:fs/promises';
import { Configuration, PicturesApi } from './client/index.js';

const [address, picture, ...labels] = process.argv.slice(2);
const pictures = new PicturesApi(new Configuration({ basePath: address, apiKey: process.env.CLIPCODER_KEY }));

const answer = await pictures.classify({ image: new Blob([await readFile(picture)]), labels, topK: 2 });

console.log(answer.label);
for (const { label, probability } of answer.predictions ?? []) {
  console.log(label, probability);
}
