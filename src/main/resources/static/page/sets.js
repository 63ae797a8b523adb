// The label sets of the service, and the lists that they are chosen from.

import {byId, count, make, show} from './dom.js';
import {send, sendForAll, sendForJson} from './service.js';

export const DEMO = 'demo';

let known = [];
const listeners = [];

/** The label sets as GET /label-sets lists them. */
export function sets() {
  return known;
}

export function onSets(listener) {
  listeners.push(listener);
}

/** Reads the list again. @param chosen the set to choose in the first list, if any */
export async function refresh(chosen) {
  known = await sendForAll({method: 'GET', path: '/label-sets', query: [['limit', '100']]});
  for (const select of [byId('set-select'), byId('vector-set')]) {
    const before = chosen ?? select.value;
    show(select, known.map((set) => make('option', {value: set.id}, nameOf(set))));
    select.disabled = known.length === 0;
    const wanted = [before, DEMO].find((id) => known.some((set) => set.id === id));
    if (wanted !== undefined) {
      select.value = wanted;
    }
  }
  listeners.forEach((listener) => listener(known));
}

function nameOf(set) {
  if (set.servedVersion !== null) {
    return set.id;
  }
  return `${set.id} (${set.state === 'building' ? 'being built' : set.state})`;
}

/** What a set says, in the long form. */
export async function definition(id) {
  return (await sendForJson({method: 'GET', path: `/label-sets/${id}`})).json;
}

/** The demo set as a request. */
export async function demoRequest() {
  const body = await send({method: 'GET', path: '/page/demo-label-set.json'});
  return {
    method: 'PUT',
    path: `/label-sets/${DEMO}`,
    headers: {'If-None-Match': '*'},
    json: JSON.parse(new TextDecoder().decode(body.bytes)),
  };
}

/** A sentence on what a definition has. */
export function summary(set) {
  const classes = set.classes.filter((one) => !one.background);
  const background = set.classes.filter((one) => one.background);
  const texts = set.classes.reduce((sum, one) => sum + one.texts.attribute.length + one.texts.analogous.length
    + one.texts.synonym.length, 0);
  const names = classes.slice(0, 12).map((one) => one.label).join(', ');
  const more = classes.length > 12 ? ` and ${classes.length - 12} more` : '';
  const against = background.length === 0 ? '' : `, and against ${background.map((one) => one.label).join(', ')}`;
  return `${count(classes.length, 'class', 'classes')}, ${count(texts, 'text')} about them: ${names}${more}${against}.`;
}
