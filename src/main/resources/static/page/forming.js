// How a support set of part 3 comes to be: made, with more classes than before, or opened as it is.

import * as curl from './curl.js';
import {announce, byId, count, lines, make, show} from './dom.js';
import {faultOfClasses, faultOfName} from './names.js';
import {inTurn, open, opened, path} from './opened.js';
import {guard, tellDone, tellSentence} from './problems.js';
import {sendForAll, sendForJson} from './service.js';

let known = [];

/** Reads which support sets there are. */
export async function refresh() {
  known = await sendForAll({method: 'GET', path: '/support-sets', query: [['limit', '100']]});
  show(byId('teach-known'), known.map((set) => make('option', {value: set.id})));
}

/** What is typed: the `id` of a set, and the `labels` of its classes. */
export function typed() {
  return {id: byId('teach-id').value.trim(), labels: lines(byId('teach-names'))};
}

/** Makes the set of that name, adds the classes that are new to it, or opens it. It takes none away. */
export async function setUp({id, labels}) {
  const faulty = faultOfName(id);
  if (faulty !== null) {
    refuse('teach-id', 'That cannot be the name of a support set', faulty);
    return;
  }
  const twice = faultOfClasses(labels);
  if (twice !== null) {
    refuse('teach-names', 'A class is named twice', twice);
    return;
  }
  const there = await existing(id);
  if (there === null) {
    await create(id, labels);
  } else if (labels.length === 0 || isLeftFromAnother(there, labels)) {
    await openAsItIs(there);
  } else {
    await extend(there, labels);
  }
}

/** Whether the classes are those of the set that is open, and only the name was changed. */
function isLeftFromAnother(there, labels) {
  const set = opened()?.set;
  const own = set?.definition.labels ?? [];
  return there.id !== set?.id && labels.length === own.length && labels.every((one) => own.includes(one));
}

export async function existing(id) {
  await refresh();
  return known.some((set) => set.id === id) ? (await sendForJson({method: 'GET', path: path(id)})).json : null;
}

export async function create(id, labels) {
  if (labels.length === 0) {
    refuse('teach-names', 'No classes yet', 'Type their names, each in a line of its own.');
    return;
  }
  await put(id, {labels, keep: 'thumbnails'});
  done(`${count(labels.length, 'class', 'classes')} set up. Add pictures to each.`);
}

export async function openAsItIs(set) {
  const state = opened()?.set.id === set.id ? 'is open' : 'was there';
  await open(set);
  done(`The support set ${set.id} ${state}, with ${count(set.examples.total, 'example')}.`);
}

async function extend(set, labels) {
  const own = Object.keys(set.examples.perClass);
  const background = set.definition.background ?? [];
  const missing = own.filter((label) => !labels.includes(label) && !background.includes(label));
  const added = labels.filter((label) => !own.includes(label));
  const asItIs = make(
    'button',
    {type: 'button', onclick: () => guard(byId('teach-problem'), () => inTurn(() => openAsItIs(set)))},
    `Open ${set.id} as it is`,
  );
  if (missing.length > 0) {
    const sentence = `${set.id} has these classes as well: ${missing.join(', ')}. Keep them in the list to add others, or choose another name. This page removes no class.`;
    refuse('teach-names', 'A support set of this name exists already', sentence, asItIs);
  } else if (added.length === 0) {
    await openAsItIs(set);
  } else if (!Array.isArray(set.definition.labels)) {
    const sentence = `The classes of ${set.id} are those of the label set ${set.definition.labelSet}. New ones are added there.`;
    refuse('teach-names', 'This support set takes no classes of its own', sentence, asItIs);
  } else {
    await put(set.id, {...set.definition, labels: [...set.definition.labels, ...added]});
    done(`Added ${added.join(', ')}. The examples of the other classes stay.`);
  }
}

async function put(id, json) {
  const request = {method: 'PUT', path: path(id), json};
  const answer = await sendForJson(request);
  await open(answer.json, [curl.command(request)]);
  await refresh();
}

/** Says what was done, to the eye and to the ear. */
export function done(sentence) {
  tellDone(byId('teach-problem'), sentence);
  announce(sentence);
}

function refuse(field, title, sentence, ...buttons) {
  tellSentence(byId('teach-problem'), title, sentence, ...buttons);
  byId(field).focus();
}
