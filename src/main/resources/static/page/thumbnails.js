// Pictures that a support set keeps. They need the key, so they are fetched and shown from memory.

import {make} from './dom.js';
import {send, ServiceError} from './service.js';

const addresses = new Map();

/** A picture of an example, or a sign that none was kept of it. */
export function thumbnail(set, example, words) {
  const place = make('span', {class: 'thumbnail', role: 'img', 'aria-label': words});
  if (example.kept === null || example.kept === undefined || example.kept === 'embeddings') {
    place.textContent = 'no picture kept';
  } else {
    fetchInto(place, set, example, words);
  }
  return place;
}

export function forgetAll() {
  addresses.forEach((address) => URL.revokeObjectURL(address));
  addresses.clear();
}

async function fetchInto(place, set, example, words) {
  try {
    if (!addresses.has(example.id)) {
      const answer = await send({
        method: 'GET',
        path: `/support-sets/${encodeURIComponent(set)}/examples/${example.id}/image`,
      });
      const type = answer.headers.get('Content-Type') ?? 'image/jpeg';
      addresses.set(example.id, URL.createObjectURL(new Blob([answer.bytes], {type})));
    }
    place.replaceChildren(make('img', {src: addresses.get(example.id), alt: ''}));
  } catch (failure) {
    place.textContent = failure instanceof ServiceError ? failure.message : `${words} cannot be shown.`;
  }
}
