// The support set of part 3 that is open: a card for each class, and what was learned from the examples.

import {besides, card} from './cards.js';
import * as curl from './curl.js';
import {announce, byId, count, make, show} from './dom.js';
import {fitReport, isUnderWay} from './fit.js';
import {picture} from './picture.js';
import {tellSentence} from './problems.js';
import {nothingSent, sendExamples} from './sending.js';
import {sendForAll, sendForJson} from './service.js';
import * as session from './session.js';
import {forgetAll} from './thumbnails.js';

export const BACKGROUND = 'something else';

const FIRST_LOOK_MILLIS = 1000;

/** The support set as the service has it, or null; the cards that are shown are those of it. */
let current = null;
let examples = [];
let lastCommands = [];

/** Where to tell what went wrong with a class, by its name; the places outlast the cards, which are made anew. */
const problems = new Map();

let turn = Promise.resolve();
let nextLook;

/** The set as the service has it and its examples; null before one is open. */
export function opened() {
  return current === null ? null : {set: current, examples};
}

/**
 * Does one thing after the other. Each asks the service several times about the set that is open, and in between nobody
 * may open another one. What is done in a turn must not wait for a turn of its own.
 */
export function inTurn(action) {
  const done = turn.then(action);
  turn = done.catch(() => {});
  return done;
}

/** The same for what is meant for the set that is open now: not done if another one is when it is its turn. */
export function here(action) {
  const set = current?.id;
  return inTurn(() => (current?.id === set ? action() : undefined));
}

export function path(id, rest = '') {
  return `/support-sets/${encodeURIComponent(id)}${rest}`;
}

/** Whether "something else" is wanted in this set, be there pictures of it or not yet. */
export function backgroundKey(id) {
  return `background.${id}`;
}

/** @param commands what was done to it, as curl */
export async function open(set, commands = []) {
  const listed = await list(set.id);
  if (current?.id !== set.id) {
    forgetAll();
    problems.clear();
    show(byId('teach-result'));
  }
  current = set;
  examples = listed;
  lastCommands = commands;
  if ((set.definition.background ?? []).length > 0) {
    byId('teach-background').checked = true;
  }
  session.remember(backgroundKey(set.id), String(byId('teach-background').checked));
  byId('teach-id').value = set.id;
  byId('teach-names').value = (set.definition.labels ?? []).join('\n');
  display();
}

/**
 * Makes pictures examples of a class. "Something else" is declared with its first picture: a background of which nothing
 * was shown would be known by its name alone, which says nothing.
 */
export async function add(label, pictures) {
  const former = current.definition;
  const isDeclared = label === BACKGROUND && lacksBackground();
  const before = isDeclared ? [await redefine({...former, background: [BACKGROUND]})] : [];
  const sent = nothingSent();
  try {
    await sendExamples(path(current.id, '/examples'), label, pictures, sent);
  } finally {
    // A failure on the way does not hide what was stored before it.
    if (sent.answers.length > 0) {
      const downloads = pictures.filter((one) => one.url !== undefined).map((one) => curl.download(one.url, one.name));
      lastCommands = [...before, ...downloads, ...sent.requests.map(curl.command)];
    } else if (isDeclared) {
      await redefine(former);
    }
    await reload();
  }
  tellSent(label, pictures.length, sent);
}

function tellSent(label, number, {answers, refused}) {
  if (answers.length > 0) {
    announce(`${label}: ${taken(answers)}.`);
  }
  if (refused.length > 0) {
    const title = `${refused.length} of ${count(number, 'picture')} ${refused.length === 1 ? 'was' : 'were'} not added`;
    tellSentence(problemOf(label), title, refused.map((one) => `${one.name}: ${one.message}`).join(' '));
  }
}

function taken(answers) {
  const sum = (kind) => answers.reduce((all, {counts}) => all + counts[kind], 0);
  const [added, moved, known] = [sum('added'), sum('relabelled'), sum('present') + sum('encoded')];
  const words = [
    added > 0 ? count(added, 'new example') : null,
    moved > 0 ? `${moved} moved here from another class` : null,
    known > 0 ? `${known} known already` : null,
  ];
  return words.filter((part) => part !== null).join(', ');
}

/** Changes what the set is. @returns the command for it */
async function redefine(definition) {
  const request = {method: 'PUT', path: path(current.id), json: definition};
  current = (await sendForJson(request)).json;
  return curl.command(request);
}

function lacksBackground() {
  const {labels, background} = current.definition;
  return Array.isArray(labels) && !labels.includes(BACKGROUND) && (background ?? []).length === 0;
}

async function addCurrent(label) {
  if (picture() === null) {
    tellSentence(problemOf(label), 'No picture yet', 'Choose one first, or take a sample.');
    return;
  }
  await add(label, [picture()]);
}

async function remove(example) {
  const request = {method: 'DELETE', path: path(current.id, `/examples/${example.id}`)};
  await sendForJson(request);
  lastCommands = [curl.command(request)];
  await reload();
  announce(`An example of ${example.label} was removed.`);
}

async function reload() {
  const set = await look();
  examples = await list(set.id);
  current = set;
  display();
}

async function look() {
  return (await sendForJson({method: 'GET', path: path(current.id)})).json;
}

function list(id) {
  return sendForAll({method: 'GET', path: path(id, '/examples'), query: [['limit', '1000']]});
}

function display() {
  const labels = Object.keys(current.examples.perClass);
  if (byId('teach-background').checked && lacksBackground()) {
    labels.push(BACKGROUND);
  }
  const focused = document.activeElement;
  show(byId('teach-open'), `These are the classes of ${current.id}.`);
  show(byId('teach-classes'), labels.map(classCard));
  if (!focused.isConnected) {
    (byId(focused.id) ?? byId(besides(focused.id)))?.focus();
  }
  displayFit();
  byId('teach-ask').hidden = current.examples.total === 0;
  lookLater(FIRST_LOOK_MILLIS);
}

function displayFit() {
  const get = curl.command({method: 'GET', path: path(current.id)});
  show(byId('teach-fit'), fitReport(current), lastCommands.length === 0 ? null : curl.box([...lastCommands, get]));
}

/** Looks what was learned until that is known, ever more seldom: a set of which the names cannot serve never learns. */
function lookLater(pause) {
  clearTimeout(nextLook);
  if (isUnderWay(current.fit)) {
    // A look that fails changes nothing: what is shown is still so.
    nextLook = setTimeout(() => here(() => lookAgain(pause)).catch(() => {}), pause);
  }
}

async function lookAgain(pause) {
  const set = await look();
  if (isUnderWay(set.fit)) {
    lookLater(2 * pause);
    return;
  }
  current = set;
  displayFit();
}

function classCard(label, place) {
  const known = (current.definition.background ?? []).includes(label);
  return card(
    {
      set: current.id,
      label,
      place,
      total: current.examples.perClass[label] ?? 0,
      examples: examples.filter((one) => one.label === label),
      isBackground: known || (label === BACKGROUND && lacksBackground()),
    },
    problemOf(label),
    {
      add: (pictures) => here(() => add(label, pictures)),
      remove: (example) => here(() => remove(example)),
      take: () => here(() => addCurrent(label)),
    },
  );
}

function problemOf(label) {
  if (!problems.has(label)) {
    problems.set(label, make('div'));
  }
  return problems.get(label);
}
