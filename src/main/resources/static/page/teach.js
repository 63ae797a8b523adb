// Part 3: classes learned from a few pictures of each.

import * as curl from './curl.js';
import {announce, byId, count, lines, make, show} from './dom.js';
import {fitReport} from './fit.js';
import {acceptPictures, onPicture, picture, sample} from './picture.js';
import {guard, tellSentence} from './problems.js';
import {sendForAll, sendForJson} from './service.js';
import {learned} from './learned.js';
import {forgetAll, thumbnail} from './thumbnails.js';

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

/** Pictures in one request; the service takes more in several. */
const MOST_AT_ONCE = 16;
const MOST_SHOWN = 24;

/** The support set as the service has it, or null. */
let current = null;
let examples = [];
let known = [];
let lastCommands = [];

export function start() {
  byId('teach-form').addEventListener('submit', (event) => {
    event.preventDefault();
    guard(byId('teach-problem'), setUp);
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

/** Opens the set of that name, or makes it where there is none. Another one's classes are never changed. */
async function setUp() {
  const id = byId('teach-id').value.trim();
  const there = await existing(id);
  if (there !== null) {
    byId('teach-background').checked = (there.definition.background ?? []).length > 0;
    await open(there);
    announce(`The support set ${id} was there, with ${count(there.examples.total, 'example')}.`);
    return;
  }
  const labels = lines(byId('teach-names'));
  if (labels.length === 0) {
    tellSentence(byId('teach-problem'), 'No classes yet', 'Type their names, each in a line of its own.');
    byId('teach-names').focus();
    return;
  }
  const request = {method: 'PUT', path: path(id), json: {labels, keep: 'thumbnails'}};
  const {json} = await sendForJson(request);
  lastCommands = [curl.command(request)];
  await open(json);
  await refresh();
  announce(`${count(labels.length, 'class', 'classes')} set up. Add pictures to each.`);
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
  byId('teach-id').value = set.id;
  byId('teach-names').value = (set.definition.labels ?? []).join('\n');
  await display();
}

async function demo() {
  byId('teach-id').value = DEMO.id;
  byId('teach-names').value = DEMO.names.join('\n');
  byId('teach-background').checked = true;
  await setUp();
  for (const [label, samples] of Object.entries(DEMO.examples)) {
    await add(label, await Promise.all(samples.map(sample)));
  }
  announce('Two classes are taught with three samples each. Choose another picture and classify it.');
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
  const commands = [...before, ...downloads];
  for (let from = 0; from < pictures.length; from += MOST_AT_ONCE) {
    const request = {
      method: 'POST',
      path: path(current.id, '/examples'),
      form: [['label', label], ...pictures.slice(from, from + MOST_AT_ONCE).map((one) => ['image', one])],
    };
    const {json} = await sendForJson(request);
    commands.push(curl.command(request));
    const {added, present} = json.counts;
    announce(`${label}: ${count(added, 'new example')}${present > 0 ? `, ${present} known already` : ''}.`);
  }
  lastCommands = commands;
  await reload();
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
  show(byId('teach-classes'), labels.map((label, place) => card(label, place, examples.filter((one) => one.label === label))));
  if (focused) {
    byId(focused)?.focus();
  }
  show(
    byId('teach-fit'),
    fitReport(current),
    lastCommands.length === 0 ? null : curl.box([...lastCommands, curl.command({method: 'GET', path: path(current.id)})]),
  );
  byId('teach-ask').hidden = current.examples.total === 0;
}

/** A class with its examples, which takes more by drop and by button. */
function card(label, place, own) {
  const background = label === BACKGROUND || (current.definition.background ?? []).includes(label);
  const problem = make('div');
  const input = make('input', {type: 'file', accept: 'image/*', multiple: true, hidden: true, 'aria-label': `Pictures of ${label}`});
  const choose = make('button', {type: 'button', id: `teach-choose-${place}`}, 'Choose pictures', hidden(` of ${label}`));
  const take = make(
    'button',
    {type: 'button', id: `teach-take-${place}`, onclick: () => takeCurrent(label, problem)},
    'Add the picture',
    hidden(` to ${label}`),
  );
  const total = current.examples.perClass[label] ?? 0;
  const box = make(
    'div',
    {class: 'drop class-card', role: 'group', 'aria-label': `Class ${label}`},
    make('h3', {}, label, background ? make('span', {class: 'hint'}, ' (background)') : null),
    make('p', {class: 'hint'}, `${count(total, 'example')}${total === 0 ? ': drop pictures here' : ''}`),
    make(
      'ul',
      {class: 'thumbnails'},
      own.slice(0, MOST_SHOWN).map((example, number) => make(
        'li',
        {},
        thumbnail(current.id, example, `Example ${number + 1} of ${label}`),
        make(
          'button',
          {type: 'button', class: 'remove', onclick: () => guard(problem, () => remove(example))},
          make('span', {'aria-hidden': 'true'}, '×'),
          hidden(`Remove example ${number + 1} of ${label}`),
        ),
      )),
    ),
    make('div', {class: 'row'}, choose, take),
    input,
    problem,
  );
  acceptPictures(box, choose, input, true, (pictures) => guard(problem, () => add(label, pictures)));
  return box;
}

function hidden(text) {
  return make('span', {class: 'visually-hidden'}, text);
}

function takeCurrent(label, problem) {
  if (picture() === null) {
    tellSentence(problem, 'No picture yet', 'Choose one first, or take a sample.');
    return;
  }
  guard(problem, () => add(label, [picture()]));
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
    query: [['supportSet', current.id], ['topK', '100'], ['include', 'explanation'], ['include', 'embedding']],
    form: [['image', picture()]],
  };
  const asked = picture();
  const reply = await sendForJson(request);
  const commands = [curl.command(request)];
  if (asked.url !== undefined) {
    commands.unshift(curl.download(asked.url, asked.name));
  }
  const {nodes, sentence} = learned(reply, current, examples, (label) => guard(byId('teach-problem'), () => correct(label, reply.json.embedding)));
  if (asked === picture()) {
    show(byId('teach-result'), nodes, curl.box(commands));
  }
  return sentence;
}

/** "It is X": the embedding of the answer becomes an example. */
async function correct(label, embedding) {
  const request = {method: 'POST', path: path(current.id, '/examples'), json: {label, embedding}};
  await sendForJson(request);
  lastCommands = [curl.command(request)];
  await reload();
  await classify();
}
