// Part 4: the CODER vector, drawn by class and kind.

import * as curl from './curl.js';
import {announce, byId, count, make, show} from './dom.js';
import {parse} from './npy.js';
import {onPicture, picture} from './picture.js';
import {guard, tellSentence} from './problems.js';
import {send, sendForAll} from './service.js';
import {sets} from './sets.js';
import {timings} from './timings.js';
import {drawing, numbers} from './vectordrawing.js';

let file = null;

/** What is under way; null if nothing is. */
let running = null;

export function start() {
  byId('vector-form').addEventListener('submit', (event) => {
    event.preventDefault();
    ask();
  });
  // A vector that is shown, or is to be, is that of the picture that is shown.
  onPicture(() => {
    if (running !== null || byId('vector-result').hasChildNodes()) {
      ask();
    }
  });
}

async function ask() {
  const place = byId('vector-problem');
  const set = byId('vector-set').value;
  if (set === '') {
    tellSentence(place, 'No label set yet', 'Add the demo set in part 1, or have one written in part 2.');
    return;
  }
  if (picture() === null) {
    tellSentence(place, 'No picture yet', 'Choose one, drop one, or take a sample.');
    byId('picture-choose').focus();
    return;
  }
  await guard(place, () => attempt(set));
}

/** Shows the vector that was asked for last, whichever comes last. */
async function attempt(set) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId('vector-result').setAttribute('aria-busy', 'true');
  try {
    await fetchVector(set, mine.signal);
  } catch (failure) {
    if (running === mine) {
      show(byId('vector-result'));
    }
    throw failure;
  } finally {
    if (running === mine) {
      running = null;
      byId('vector-result').removeAttribute('aria-busy');
    }
  }
}

async function fetchVector(set, signal) {
  const version = sets().find((one) => one.id === set)?.servedVersion;
  const pinned = Number.isInteger(version) ? `${set}@${version}` : set;
  const texts = {method: 'GET', path: `/label-sets/${pinned}/texts`, query: [['limit', '1000']]};
  const request = {
    method: 'POST',
    path: '/coder',
    headers: {Accept: 'application/x-npy'},
    query: [['labelSet', pinned]],
    form: [['image', picture()]],
    saveAs: `coder-${set}.npy`,
  };
  const asked = picture();
  const items = await sendForAll(texts, signal);
  const answer = await send(request, signal);
  const {shape, values} = parse(answer.bytes);
  if (values.length !== items.length) {
    throw new Error(`The vector has ${values.length} numbers and the label set ${items.length} texts. Load this page again.`);
  }
  const entries = items.map((item, place) => ({...item, value: values[place]}));
  const commands = [curl.command(request), curl.command(texts)];
  if (asked.url !== undefined) {
    commands.unshift(curl.download(asked.url, asked.name));
  }
  show(
    byId('vector-result'),
    make('h3', {}, `${count(values.length, 'number')}, one for each text`),
    facts(shape, answer),
    drawing(entries),
    numbers(entries),
    make('div', {class: 'row'}, downloadLink(answer.bytes, request.saveAs)),
    timings({'/coder': answer}),
    curl.box(commands),
  );
  announce(`The vector has ${values.length} numbers.`);
}

function facts(shape, answer) {
  const bank = answer.headers.get('X-Bank-Sha256') ?? '';
  return make(
    'p',
    {class: 'hint'},
    `A NumPy file: float32, shape (${shape.join(', ')}), ${answer.bytes.byteLength} bytes. Compare it only with vectors of the same bank: `,
    make('code', {title: bank}, `${bank.slice(0, 12)}…`),
  );
}

function downloadLink(bytes, name) {
  if (file !== null) {
    URL.revokeObjectURL(file);
  }
  file = URL.createObjectURL(new Blob([bytes], {type: 'application/x-npy'}));
  return make('a', {class: 'button', href: file, download: name}, `Download ${name}`);
}
