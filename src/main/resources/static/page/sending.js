// Pictures on their way to a support set: many in a request, and one by one where one of them is refused.

import {sendForJson, ServiceError} from './service.js';

/** Pictures in one request; the service takes more in several. */
const MOST_AT_ONCE = 16;

/** What is wrong with a picture itself; anything else stops it all. */
const FAULTY = [400, 413, 415, 422];

/** What became of pictures: `answers` and `requests` of those that were taken, `name` and `message` of each refused one. */
export function nothingSent() {
  return {answers: [], requests: [], refused: []};
}

/**
 * Sends them all. One that the service refuses keeps no other out.
 *
 * @param sent is filled on the way, so that what was taken is known also where a failure puts an end to it
 */
export async function sendExamples(path, label, pictures, sent) {
  for (let from = 0; from < pictures.length; from += MOST_AT_ONCE) {
    await sendTogether(path, label, pictures.slice(from, from + MOST_AT_ONCE), sent);
  }
}

async function sendTogether(path, label, pictures, sent) {
  const request = {method: 'POST', path, form: [['label', label], ...pictures.map((one) => ['image', one])]};
  try {
    sent.answers.push((await sendForJson(request)).json);
    sent.requests.push(request);
  } catch (failure) {
    if (!(failure instanceof ServiceError) || !FAULTY.includes(failure.status)) {
      throw failure;
    }
    if (pictures.length === 1) {
      sent.refused.push({name: pictures[0].name, message: failure.message});
      return;
    }
    for (const one of pictures) {
      await sendTogether(path, label, [one], sent);
    }
  }
}
