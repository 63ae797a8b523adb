// Part 1: the picture among labels, by CLIP and by CODER.

import {pairOf} from './apart.js';
import * as curl from './curl.js';
import {announce, byId, lines, make, show} from './dom.js';
import {picture, onPicture, unreadable} from './picture.js';
import {guard, tellSentence} from './problems.js';
import {outcome} from './outcome.js';
import {sendForJson} from './service.js';
import {bring, bringProblem} from './sight.js';
import * as sets from './sets.js';

/** Enough to know all classes of a set that is shown whole. */
const TOP = '100';

/** What the service answers to a file that it cannot read: damaged, too large, of no type that it knows. */
const UNREADABLE = [400, 413, 415];

/** What is under way; null if nothing is. */
let running = null;

/** What was chosen for the answer that is shown or under way; null if there is none. */
let asked = null;

/** Whether somebody has said where the names come from, or has asked with what was preset. */
let isSourceChosen = false;

/** The set that was described last: `id` and `definition`. */
let described = {id: null, definition: null};

export function start() {
  byId('classify-form').addEventListener('submit', (event) => {
    event.preventDefault();
    classify();
  });
  byId('set-select').addEventListener('change', async () => {
    outdate();
    await guard(byId('classify-problem'), describe);
  });
  byId('labels').addEventListener('input', outdate);
  byId('rerank').addEventListener('change', outdate);
  // A field that is disabled lets a click through to what is around it.
  byId('labels-choice').addEventListener('click', chooseLabels);
  byId('demo-register').addEventListener('click', () => guard(byId('classify-problem'), registerDemo));
  for (const radio of document.querySelectorAll('input[name=source]')) {
    radio.addEventListener('change', () => {
      isSourceChosen = true;
      chooseSource();
      outdate();
    });
  }
  byId('source-labels').checked = true;
  chooseSource();
  sets.onSets(offer);
  onPicture(() => classify());
}

/** Chooses a set, as if somebody had, and classifies the picture if there is one. @param rerank whether by rerank too */
export async function useSet(id, rerank) {
  isSourceChosen = true;
  byId('source-set').checked = true;
  byId('set-select').value = id;
  chooseSource();
  await describe();
  byId('rerank').checked ||= rerank;
  byId('classify-title').scrollIntoView();
  if (picture() === null) {
    byId('picture-choose').focus();
  } else {
    await classify();
  }
}

/** Shows what can be chosen now that the sets are known. */
function offer(known) {
  const has = known.length > 0;
  byId('source-set').disabled = !has;
  byId('set-choice').hidden = !has;
  byId('demo-offer').hidden = known.some((set) => set.id === sets.DEMO);
  byId('demo-words').textContent = has
    ? 'There is no demo set yet.'
    : 'There is none yet. The demo set has eleven everyday things, made to fit the samples.';
  if (has && !isSourceChosen && byId('labels').value === byId('labels').defaultValue) {
    byId('source-set').checked = true;
  } else if (!has) {
    byId('source-labels').checked = true;
  }
  chooseSource();
  outdate();
  if (has) {
    guard(byId('classify-problem'), describe);
  }
}

function chooseSource() {
  const bySet = byId('source-set').checked;
  byId('set-select').disabled = !bySet;
  byId('rerank').disabled = !bySet;
  byId('labels').disabled = bySet;
}

function chooseLabels() {
  if (byId('labels').disabled) {
    isSourceChosen = true;
    byId('source-labels').checked = true;
    chooseSource();
    outdate();
    byId('labels').focus();
  }
}

/** All that an answer depends on but the picture, to be compared. */
function choice() {
  return JSON.stringify(
    byId('source-set').checked
      ? ['set', byId('set-select').value, byId('rerank').checked]
      : ['labels', ...lines(byId('labels'))],
  );
}

/** Takes away an answer to something else than what is chosen now, also one that is still to come. */
function outdate() {
  if (asked !== null && asked !== choice()) {
    asked = null;
    running?.abort();
    running = null;
    byId('classify-result').removeAttribute('aria-busy');
    show(byId('classify-problem'));
    show(byId('classify-result'), make('p', {class: 'hint'}, 'The choice has changed. Press Classify for a new answer.'));
  }
}

/** Says what the chosen set has. The list is read again at any time: that alone is no reason to undo a choice. */
async function describe() {
  const id = byId('set-select').value;
  const found = await sets.definition(id);
  if (id === byId('set-select').value) {
    const isPreset = described.id === id && rerankOf(described.definition) === rerankOf(found);
    described = {id, definition: found};
    byId('set-summary').textContent = sets.summary(found);
    if (!isPreset) {
      byId('rerank').checked = rerankOf(found);
    }
  }
}

/** Whether to rerank, unless somebody says otherwise. */
function rerankOf({rerank, oneToOne}) {
  return rerank.enabled || oneToOne.length > 0;
}

async function registerDemo() {
  const request = await sets.demoRequest();
  const {json} = await sendForJson(request);
  await sets.refresh(sets.DEMO);
  byId('source-set').checked = true;
  chooseSource();
  await describe();
  announce(json.state === 'ready' ? 'The demo set is there.' : 'The demo set is being built.');
  // The button is gone; what it made is the next stop.
  byId('set-select').focus({preventScroll: picture() !== null});
  if (picture() !== null) {
    await classify();
  }
}

async function classify() {
  const place = byId('classify-problem');
  if (picture() === null) {
    tellSentence(place, 'No picture yet', 'Choose one, drop one, or take a sample.');
    byId('picture-choose').focus({preventScroll: true});
    bringProblem('classify-problem');
    return;
  }
  isSourceChosen = true;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId('classify-result').setAttribute('aria-busy', 'true');
  const done = await guard(place, () => attempt(mine.signal));
  if (running === mine) {
    byId('classify-result').removeAttribute('aria-busy');
    if (!done) {
      show(byId('classify-result'));
    }
    if (!bringProblem('classify-problem')) {
      bring(byId('classify-result'), byId('classify-result').querySelector('.verdicts'));
    }
  }
}

async function attempt(signal) {
  const sent = picture();
  try {
    await (byId('source-set').checked ? bySet(signal) : byLabels(signal));
  } catch (failure) {
    if (UNREADABLE.includes(failure.status)) {
      unreadable(sent, failure.message);
    }
    throw failure;
  }
}

async function bySet(signal) {
  const set = byId('set-select').value;
  asked = choice();
  if (described.id !== set) {
    await describe();
    signal.throwIfAborted();
    asked = choice();
  }
  const shared = {method: 'POST', path: '/classify', form: [['image', picture()]]};
  const requests = {
    clip: {...shared, query: [['labelSet', set], ['method', 'clip'], ['topK', TOP]]},
    coder: {
      ...shared,
      query: [
        ['labelSet', set],
        ['method', 'coder'],
        ['topK', TOP],
        ['rerank', String(byId('rerank').checked)],
        ['include', 'explanation'],
      ],
    },
  };
  // One after the other: the second finds the picture remembered, as X-Cache then says.
  const clip = await sendForJson(requests.clip, signal);
  const coder = await sendForJson(requests.coder, signal);
  const answers = {clip, coder, definition: described.definition, pair: null};
  const labels = pairOf(coder.json, described.definition);
  if (labels !== null) {
    const {id, version} = coder.json.labelSet;
    const query = [['labelSet', `${id}@${version}`], ...labels.map((label) => ['pair', label])];
    requests.pair = {...shared, path: '/coder', query};
    answers.pair = {labels, json: (await sendForJson(requests.pair, signal)).json};
  }
  display(answers, Object.values(requests));
}

async function byLabels(signal) {
  const labels = lines(byId('labels'));
  asked = choice();
  if (labels.length === 0) {
    show(byId('classify-result'));
    tellSentence(byId('classify-problem'), 'No names yet', 'Type at least one, each in a line of its own.');
    byId('labels').focus({preventScroll: true});
    return;
  }
  const request = {
    method: 'POST',
    path: '/classify',
    query: [['topK', TOP]],
    form: [['image', picture()], ...labels.map((label) => ['labels', label])],
  };
  const clip = await sendForJson(request, signal);
  display({clip, coder: null, definition: null, pair: null}, [request]);
}

function display(answers, requests) {
  const commands = requests.map(curl.command);
  const {url, name, shown} = picture();
  if (url !== undefined) {
    commands.unshift(curl.download(url, name));
  }
  const {nodes, sentence} = outcome(answers);
  // Where the picture is not beside the answer but far above it, there is a small copy.
  const copy = make('img', {class: 'copy', src: shown, alt: '', onerror: () => copy.remove()});
  nodes.splice(1, 0, copy);
  show(byId('classify-result'), nodes, curl.box(commands));
  announce(sentence);
}
