// Pictures on their way to a support set: many in a request, and one by one where one of them is refused.

import {sendForJson, ServiceError} from './service.js';

/** Pictures in one request; the service takes more in several. */
const MOST_AT_ONCE = 16;

/** What is wrong with a picture itself; anything else stops it all. */
const FAULTY = [400, 413, 415, 422];

/**
 * Sends them all. One that the service refuses keeps no other out.
 *
 * @returns `answers` and `requests` of what was taken, and `refused`: the `name` and the `message` of each other one
 */
export async function sendExamples(path, label, pictures) {
  const taken = {answers: [], requests: [], refused: []};
  for (let from = 0; from < pictures.length; from += MOST_AT_ONCE) {
    await sendTogether(path, label, pictures.slice(from, from + MOST_AT_ONCE), taken);
  }
  return taken;
}

async function sendTogether(path, label, pictures, taken) {
  const request = {method: 'POST', path, form: [['label', label], ...pictures.map((one) => ['image', one])]};
  try {
    taken.answers.push((await sendForJson(request)).json);
    taken.requests.push(request);
  } catch (failure) {
    if (!(failure instanceof ServiceError) || !FAULTY.includes(failure.status)) {
      throw failure;
    }
    if (pictures.length === 1) {
      taken.refused.push({name: pictures[0].name, message: failure.message});
      return;
    }
    for (const one of pictures) {
      await sendTogether(path, label, [one], taken);
    }
  }
}
