// Drives the drop-in endpoints with the real client libraries for JavaScript, unchanged.
//
//   npm install openai @huggingface/inference
//   node clients.mjs http://127.0.0.1:8080 ../../docs/samples
//
// Ends with status 1 and a sentence at the first answer that is not what a user of the library expects.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import * as huggingface from '@huggingface/inference';

const [service, samples] = process.argv.slice(2);
const picture = (label) => readFileSync(join(samples, label, 'twemoji.png'));
const dataUri = (label) => `data:image/png;base64,${picture(label).toString('base64')}`;
const cosine = (one, other) => one.reduce((sum, value, i) => sum + value * other[i], 0);

function expect(what, holds) {
  if (!holds) {
    console.error(`${what}: not so`);
    process.exit(1);
  }
  console.log(`  ${what}`);
}

async function openAiClient() {
  const client = new OpenAI({ baseURL: `${service}/v1`, apiKey: 'none' });
  const model = (await client.models.list()).data[0].id;
  const answer = await client.embeddings.create({
    model,
    input: ['a photo of a cat.', dataUri('cat'), dataUri('dog')],
  });
  const [text, cat, dog] = answer.data.map((row) => row.embedding);
  expect('openai: embeddings are unit vectors', Math.abs(cosine(text, text) - 1) < 1e-5);
  expect('openai: the text is nearer to its picture', cosine(text, cat) > cosine(text, dog));
  let refused = '';
  try {
    await client.embeddings.create({ model: 'no-such-model', input: 'x' });
  } catch (error) {
    refused = `${error.status} ${error.message}`;
  }
  expect('openai: an unknown model is refused with our sentence',
      refused.startsWith('404') && refused.includes('is not served here'));
}

async function huggingFaceClient() {
  const inputs = { image: new Blob([picture('cat')]) };
  const parameters = { candidate_labels: ['dog', 'cat', 'tree'] };
  const address = `${service}/v1/zero-shot-image-classification`;
  const Client = huggingface.InferenceClient ?? huggingface.HfInference;
  const client = new Client('none');
  const labels = huggingface.InferenceClient
    ? await client.endpoint(address).zeroShotImageClassification({ inputs, parameters })
    : await client.zeroShotImageClassification({ model: address, inputs, parameters });
  expect('huggingface: the cat is a cat', labels[0].label === 'cat');
  expect('huggingface: all labels come back', labels.length === 3);
}

await openAiClient();
await huggingFaceClient();
