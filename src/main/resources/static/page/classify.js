// Part 1: the picture among labels, by CLIP and by CODER.

import * as curl from './curl.js';
import {announce, byId, lines, show} from './dom.js';
import {picture, onPicture} from './picture.js';
import {guard, tellSentence} from './problems.js';
import {outcome} from './outcome.js';
import {sendForJson} from './service.js';
import * as sets from './sets.js';

/** Enough to know all classes of a set that is shown whole. */
const TOP = '100';

let running = null;

/** The set that was described last: `id` and `definition`. */
let described = {id: null, definition: null};

export function start() {
  byId('classify-form').addEventListener('submit', (event) => {
    event.preventDefault();
    classify();
  });
  byId('set-select').addEventListener('change', describe);
  byId('demo-register').addEventListener('click', () => guard(byId('classify-problem'), registerDemo));
  for (const radio of document.querySelectorAll('input[name=source]')) {
    radio.addEventListener('change', chooseSource);
  }
  byId('source-labels').checked = true;
  chooseSource();
  sets.onSets(offer);
  onPicture(() => classify());
}

/** Chooses a set, as if somebody had, and classifies the picture if there is one. @param rerank whether by rerank too */
export async function useSet(id, rerank) {
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
  if (has && byId('labels').value === byId('labels').defaultValue && byId('source-labels').checked) {
    byId('source-set').checked = true;
  } else if (!has) {
    byId('source-labels').checked = true;
  }
  chooseSource();
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

/** Says what the chosen set has. */
async function describe() {
  const id = byId('set-select').value;
  const found = await sets.definition(id);
  if (id === byId('set-select').value) {
    described = {id, definition: found};
    byId('set-summary').textContent = sets.summary(found);
    byId('rerank').checked = found.rerank.enabled;
  }
}

async function registerDemo() {
  const request = await sets.demoRequest();
  const {json} = await sendForJson(request);
  await sets.refresh(sets.DEMO);
  byId('source-set').checked = true;
  chooseSource();
  await describe();
  announce(json.state === 'ready' ? 'The demo set is there.' : 'The demo set is being built.');
  if (picture() === null) {
    byId('set-select').focus();
  } else {
    await classify();
  }
}

async function classify() {
  const place = byId('classify-problem');
  if (picture() === null) {
    tellSentence(place, 'No picture yet', 'Choose one, drop one, or take a sample.');
    byId('picture-choose').focus();
    return;
  }
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId('classify-result').setAttribute('aria-busy', 'true');
  const done = await guard(place, () => (byId('source-set').checked ? bySet(mine.signal) : byLabels(mine.signal)));
  if (running === mine) {
    byId('classify-result').removeAttribute('aria-busy');
    if (!done) {
      show(byId('classify-result'));
    }
  }
}

async function bySet(signal) {
  const set = byId('set-select').value;
  if (described.id !== set) {
    await describe();
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
  display({clip, coder, definition: described.definition}, [requests.clip, requests.coder]);
}

async function byLabels(signal) {
  const labels = lines(byId('labels'));
  if (labels.length === 0) {
    tellSentence(byId('classify-problem'), 'No names yet', 'Type at least one, each in a line of its own.');
    byId('labels').focus();
    return;
  }
  const request = {
    method: 'POST',
    path: '/classify',
    query: [['topK', TOP]],
    form: [['image', picture()], ...labels.map((label) => ['labels', label])],
  };
  const clip = await sendForJson(request, signal);
  display({clip, coder: null, definition: null}, [request]);
}

function display(answers, requests) {
  const commands = requests.map(curl.command);
  const {url, name} = picture();
  if (url !== undefined) {
    commands.unshift(curl.download(url, name));
  }
  const {nodes, sentence} = outcome(answers);
  show(byId('classify-result'), nodes, curl.box(commands));
  announce(sentence);
}
