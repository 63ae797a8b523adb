// Where the time went, as the headers of an answer tell.

import {make} from './dom.js';

const STAGES = {
  decode: 'reading the picture',
  queue: 'waiting',
  encode: 'encoding',
  score: 'scoring',
  rerank: 'rerank',
};

/** `decode;dur=1.5, queue;dur=0` as `{decode: 1.5, queue: 0}`. */
function stages(header) {
  const found = {};
  for (const part of (header ?? '').split(',')) {
    const [, name, millis] = /^\s*([\w-]+)\s*;.*?dur=([\d.]+)/.exec(part) ?? [];
    if (name !== undefined) {
      found[name] = Number.parseFloat(millis);
    }
  }
  return found;
}

/** A table of the answers by name. */
export function timings(answers) {
  const columns = Object.entries(answers).map(([name, answer]) => ({
    name,
    stages: stages(answer.headers.get('Server-Timing')),
    cache: answer.headers.get('X-Cache'),
    millis: answer.millis,
  }));
  const used = Object.keys(STAGES).filter((stage) => columns.some((one) => one.stages[stage] !== undefined));
  const row = (title, value) => make('tr', {}, make('th', {scope: 'row'}, title), columns.map((one) => make('td', {class: 'number'}, value(one))));
  return make(
    'details',
    {class: 'timings'},
    make('summary', {}, `How long it took: ${columns.map((one) => `${one.name} ${one.millis.toFixed(0)} ms`).join(', ')}`),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Stage'), columns.map((one) => make('th', {scope: 'col', class: 'number'}, one.name)))),
      make(
        'tbody',
        {},
        used.map((stage) => row(STAGES[stage], (one) => millis(one.stages[stage]))),
        row('there and back, seen from here', (one) => millis(one.millis)),
        row('X-Cache', (one) => (one.cache === null ? '–' : one.cache)),
      ),
    ),
    make('p', {class: 'hint'}, '“hit” means that the service remembered the picture and did not encode it again.'),
  );
}

function millis(value) {
  return value === undefined ? '–' : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
