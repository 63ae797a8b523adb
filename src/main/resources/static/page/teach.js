// Part 3: classes learned from a few pictures of each.

import {besides, card} from './cards.js';
import * as curl from './curl.js';
import {announce, byId, count, lines, make, show} from './dom.js';
import {fitReport} from './fit.js';
import {onPicture, picture, sample} from './picture.js';
import {learned} from './learned.js';
import {faultOfClasses, faultOfName} from './names.js';
import {guard, tellDone, tellSentence} from './problems.js';
import {sendForAll, sendForJson} from './service.js';
import * as session from './session.js';
import {sendExamples} from './sending.js';
import {forgetAll} from './thumbnails.js';

const BACKGROUND = 'something else';
const DEMO = {
  id: 'demo-examples',
  names: ['snack', 'ride'],
  examples: {
    snack: ['pizza', 'hamburger', 'doughnut'],
    ride: ['bus', 'bicycle', 'taxi'],
    [BACKGROUND]: ['cat', 'rose', 'guitar'],
  },
};

/** The support set as the service has it, or null. */
let current = null;
let examples = [];
let known = [];
let lastCommands = [];

/** Where to tell what went wrong with a class, by its name. */
const problems = new Map();

export function start() {
  byId('teach-form').addEventListener('submit', (event) => {
    event.preventDefault();
    guard(byId('teach-problem'), setUp);
  });
  byId('teach-id').addEventListener('change', () => {
    const chosen = session.recall(backgroundKey(byId('teach-id').value.trim()));
    byId('teach-background').checked = chosen === null ? byId('teach-background').checked : chosen === 'true';
  });
  byId('teach-demo').addEventListener('click', () => guard(byId('teach-problem'), demo));
  byId('teach-classify').addEventListener('click', () => guard(byId('teach-problem'), classify));
  // An answer that is shown is one about the picture that is shown.
  onPicture(() => {
    if (byId('teach-result').hasChildNodes()) {
      guard(byId('teach-problem'), () => answer());
    }
  });
}

/** Reads which support sets there are. */
export async function refresh() {
  known = await sendForAll({method: 'GET', path: '/support-sets', query: [['limit', '100']]});
  show(byId('teach-known'), known.map((set) => make('option', {value: set.id})));
}

function path(id, rest = '') {
  return `/support-sets/${encodeURIComponent(id)}${rest}`;
}

/** Makes the set of that name, adds the classes that are new to it, or opens it. It takes none away. */
async function setUp() {
  const id = byId('teach-id').value.trim();
  const labels = lines(byId('teach-names'));
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
  } else if (labels.length === 0 || (there.id !== current?.id && same(labels, current?.definition.labels ?? []))) {
    await openAsItIs(there);
  } else {
    await extend(there, labels);
  }
}

async function create(id, labels) {
  if (labels.length === 0) {
    refuse('teach-names', 'No classes yet', 'Type their names, each in a line of its own.');
    return;
  }
  await put(id, {labels, keep: 'thumbnails'});
  done(`${count(labels.length, 'class', 'classes')} set up. Add pictures to each.`);
}

async function openAsItIs(set) {
  await open(set);
  done(`The support set ${set.id} was there, with ${count(set.examples.total, 'example')}.`);
}

async function extend(set, labels) {
  const own = Object.keys(set.examples.perClass);
  const background = set.definition.background ?? [];
  const missing = own.filter((label) => !labels.includes(label) && !background.includes(label));
  const added = labels.filter((label) => !own.includes(label));
  const asItIs = make(
    'button',
    {type: 'button', onclick: () => guard(byId('teach-problem'), () => openAsItIs(set))},
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
  lastCommands = [curl.command(request)];
  await open(answer.json);
  await refresh();
}

function same(some, others) {
  return some.length === others.length && some.every((one) => others.includes(one));
}

function done(sentence) {
  tellDone(byId('teach-problem'), sentence);
  announce(sentence);
}

function refuse(field, title, sentence, ...buttons) {
  tellSentence(byId('teach-problem'), title, sentence, ...buttons);
  byId(field).focus();
}

/** Whether "something else" is wanted in this set, be there pictures of it or not yet. */
function backgroundKey(id) {
  return `background.${id}`;
}

async function existing(id) {
  await refresh();
  return known.some((set) => set.id === id) ? (await sendForJson({method: 'GET', path: path(id)})).json : null;
}

async function open(set) {
  if (current?.id !== set.id) {
    forgetAll();
    show(byId('teach-result'));
  }
  current = set;
  if ((set.definition.background ?? []).length > 0) {
    byId('teach-background').checked = true;
  }
  session.remember(backgroundKey(set.id), String(byId('teach-background').checked));
  byId('teach-id').value = set.id;
  byId('teach-names').value = (set.definition.labels ?? []).join('\n');
  await display();
}

async function demo() {
  byId('teach-id').value = DEMO.id;
  byId('teach-names').value = DEMO.names.join('\n');
  byId('teach-background').checked = true;
  const there = await existing(DEMO.id);
  await (there === null ? create(DEMO.id, DEMO.names) : openAsItIs(there));
  for (const [label, samples] of Object.entries(DEMO.examples)) {
    await add(label, await Promise.all(samples.map(sample)));
  }
  done('Two classes are taught with three samples each. Choose another picture and classify it.');
}

/** A background of which nothing was shown would be known by its name alone, which says nothing. So it comes late. */
async function addBackground() {
  const request = {method: 'PUT', path: path(current.id), json: {...current.definition, background: [BACKGROUND]}};
  current = (await sendForJson(request)).json;
  return curl.command(request);
}

function lacksBackground() {
  const {labels, background} = current.definition;
  return Array.isArray(labels) && !labels.includes(BACKGROUND) && (background ?? []).length === 0;
}

async function add(label, pictures) {
  const before = label === BACKGROUND && lacksBackground() ? [await addBackground()] : [];
  const downloads = pictures.filter((one) => one.url !== undefined).map((one) => curl.download(one.url, one.name));
  const {answers, requests, refused} = await sendExamples(path(current.id, '/examples'), label, pictures);
  lastCommands = [...before, ...downloads, ...requests.map(curl.command)];
  await reload();
  if (answers.length > 0) {
    const added = answers.reduce((sum, {counts}) => sum + counts.added, 0);
    const present = answers.reduce((sum, {counts}) => sum + counts.present, 0);
    announce(`${label}: ${count(added, 'new example')}${present > 0 ? `, ${present} known already` : ''}.`);
  }
  if (refused.length > 0) {
    const title = `${refused.length} of ${count(pictures.length, 'picture')} ${refused.length === 1 ? 'was' : 'were'} not added`;
    tellSentence(problems.get(label), title, refused.map((one) => `${one.name}: ${one.message}`).join(' '));
  }
}

async function remove(example) {
  const request = {method: 'DELETE', path: path(current.id, `/examples/${example.id}`)};
  await sendForJson(request);
  lastCommands = [curl.command(request)];
  await reload();
  announce(`An example of ${example.label} was removed.`);
}

async function reload() {
  current = (await sendForJson({method: 'GET', path: path(current.id)})).json;
  await display();
}

async function display() {
  examples = await sendForAll({method: 'GET', path: path(current.id, '/examples'), query: [['limit', '1000']]});
  const labels = Object.keys(current.examples.perClass);
  if (byId('teach-background').checked && lacksBackground()) {
    labels.push(BACKGROUND);
  }
  const focused = document.activeElement?.id;
  show(byId('teach-classes'), labels.map(classCard));
  if (focused) {
    (byId(focused) ?? byId(besides(focused)))?.focus();
  }
  show(
    byId('teach-fit'),
    fitReport(current),
    lastCommands.length === 0 ? null : curl.box([...lastCommands, curl.command({method: 'GET', path: path(current.id)})]),
  );
  byId('teach-ask').hidden = current.examples.total === 0;
}

function classCard(label, place) {
  const {box, problem} = card(
    {
      set: current.id,
      label,
      place,
      total: current.examples.perClass[label] ?? 0,
      examples: examples.filter((one) => one.label === label),
      isBackground: label === BACKGROUND || (current.definition.background ?? []).includes(label),
    },
    {add: (pictures) => add(label, pictures), remove, take: () => addCurrent(label)},
  );
  problems.set(label, problem);
  return box;
}

async function addCurrent(label) {
  if (picture() === null) {
    tellSentence(problems.get(label), 'No picture yet', 'Choose one first, or take a sample.');
    return;
  }
  await add(label, [picture()]);
}

async function classify() {
  if (picture() === null) {
    tellSentence(byId('teach-problem'), 'No picture yet', 'Choose one, drop one, or take a sample.');
    byId('picture-choose').focus();
    return;
  }
  announce(await answer());
}

/** Asks and shows. @returns the decision as a sentence */
async function answer() {
  const request = {
    method: 'POST',
    path: '/few-shot/classify',
    query: [['supportSet', current.id], ['topK', '100'], ['include', 'explanation']],
    form: [['image', picture()]],
  };
  const asked = picture();
  const reply = await sendForJson(request);
  const commands = [curl.command(request)];
  if (asked.url !== undefined) {
    commands.unshift(curl.download(asked.url, asked.name));
  }
  const {nodes, sentence} = learned(reply, current, examples, (label) => guard(byId('teach-problem'), () => correct(label, asked)));
  if (asked === picture()) {
    show(byId('teach-result'), nodes, curl.box(commands));
  }
  return sentence;
}

/** "It is X": the picture becomes an example, and is asked about again. */
async function correct(label, asked) {
  await add(label, [asked]);
  await classify();
}
