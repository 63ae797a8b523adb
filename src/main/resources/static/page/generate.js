// Part 2: texts for classes of which only the names are known.

import * as curl from './curl.js';
import {useSet} from './classify.js';
import {announce, byId, count, lines, make, show} from './dom.js';
import * as jobs from './jobs.js';
import {KINDS} from './kinds.js';
import {faultOfClasses, faultOfName} from './names.js';
import {guard, tellSentence} from './problems.js';
import {sendForAll, sendForJson, ServiceError} from './service.js';
import * as sets from './sets.js';

/** The job that is followed, which can be cancelled; null if there is none. */
let job = null;

let isBusy = false;

export function start() {
  byId('texts-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isBusy) {
      generate();
    }
  });
  byId('texts-cancel').addEventListener('click', () => guard(byId('texts-problem'), cancel));
}

async function generate() {
  const place = byId('texts-problem');
  const classes = lines(byId('texts-names'));
  if (classes.length === 0) {
    tellSentence(place, 'No names yet', 'Paste at least one, each in a line of its own.');
    byId('texts-names').focus();
    return;
  }
  const id = byId('texts-id').value.trim();
  const faulty = faultOfName(id);
  const twice = faultOfClasses(classes);
  if (faulty !== null) {
    tellSentence(place, 'That cannot be the name of a label set', faulty);
    byId('texts-id').focus();
    return;
  }
  if (twice !== null) {
    tellSentence(place, 'A class is named twice', twice);
    byId('texts-names').focus();
    return;
  }
  const requests = orders(id, classes);
  await guard(place, () => write(requests));
}

async function write(requests) {
  show(byId('texts-result'));
  busy(true);
  try {
    const made = await register(requests.register);
    const built = made.job === null ? null : await follow(made.job);
    if (built !== null && built.state !== 'succeeded') {
      await sendForJson({method: 'DELETE', path: requests.register.path});
      tellEnd(built, 'No label set was made.');
      return;
    }
    const writing = await order(requests, made.isNew);
    await sets.refresh();
    const written = await follow(writing);
    await sets.refresh();
    if (written.state === 'succeeded') {
      await result(requests);
    } else {
      tellEnd(written, made.isNew ? 'The label set is there, with the names alone.' : 'The label set is as it was.');
    }
  } finally {
    busy(false);
  }
}

/** Shows how far a job is, and lets it be cancelled, until it is over. @returns its last state */
async function follow(id) {
  takeJob(id);
  try {
    return await jobs.follow(id, progress);
  } finally {
    takeJob(null);
  }
}

function takeJob(id) {
  job = id;
  const button = byId('texts-cancel');
  if (id === null && document.activeElement === button) {
    // The keyboard does not vanish with the button.
    submitButton().focus({preventScroll: true});
  }
  button.hidden = id === null;
}

function submitButton() {
  return byId('texts-form').querySelector('[type=submit]');
}

function tellEnd({state, error}, sentence) {
  const title = state === 'cancelled' ? 'Cancelled' : 'The texts could not be written';
  tellSentence(byId('texts-problem'), title, error ?? sentence);
}

function orders(id, classes) {
  const pairs = byId('texts-pairs').checked ? {pairs: {nearest: Math.min(100, 3 * classes.length)}} : {};
  return {
    register: {
      method: 'PUT',
      path: `/label-sets/${encodeURIComponent(id)}`,
      headers: {'If-None-Match': '*'},
      json: {classes},
    },
    generate: {
      method: 'POST',
      path: `/label-sets/${encodeURIComponent(id)}/generate`,
      headers: {Prefer: 'respond-async'},
      json: {source: byId('texts-source').value, perClass: byId('texts-per-class').valueAsNumber, ...pairs},
    },
  };
}

/** Has the texts written. A set that was made for them alone does not stay without them. @returns the job */
async function order({register: {path}, generate}, isNew) {
  try {
    return (await sendForJson(generate)).json.job;
  } catch (failure) {
    if (isNew) {
      await sendForJson({method: 'DELETE', path});
    }
    if (failure instanceof ServiceError && failure.status === 422 && generate.json.source === 'llm'
      && failure.message.includes('No language model is configured')) {
      throw new ServiceError(
        422,
        'This service has no language model. Choose WordNet, or have whoever runs the service set one up.',
      );
    }
    throw failure;
  }
}

/**
 * A set of that name with the same classes is gone on with; another one is nobody's to overwrite from here.
 *
 * @returns `isNew`, and the `job` that still builds it, if any
 */
async function register(request) {
  try {
    const {json} = await sendForJson(request);
    return {isNew: true, job: json.state === 'building' ? json.job : null};
  } catch (failure) {
    if (!(failure instanceof ServiceError) || failure.status !== 412) {
      throw failure;
    }
    const {json} = await sendForJson({method: 'GET', path: request.path});
    const there = json.classes.map((one) => one.label);
    const wanted = request.json.classes;
    if (there.length !== wanted.length || there.some((label, place) => label !== wanted[place])) {
      throw new ServiceError(
        412,
        'It has other classes. Choose another name; this page overwrites none.',
      );
    }
    return {isNew: false, job: null};
  }
}

function progress(state) {
  const bar = byId('texts-bar');
  if (state.total > 0) {
    bar.max = state.total;
    bar.value = state.done;
  } else {
    bar.removeAttribute('value');
  }
  byId('texts-state').textContent = `${state.state}: ${jobs.progressWords(state)}`;
}

async function cancel() {
  if (job !== null) {
    await sendForJson(jobs.cancelRequest(job));
  }
}

/** The button stays where the keyboard is, so it is not disabled, but does nothing. */
function busy(is) {
  isBusy = is;
  byId('texts-progress').hidden = !is;
  submitButton().setAttribute('aria-disabled', String(is));
  if (is) {
    byId('texts-bar').removeAttribute('value');
    byId('texts-state').textContent = 'starting';
    announce('The texts are being written.');
  }
}

async function result(requests) {
  const id = decodeURIComponent(requests.register.path.split('/').at(-1));
  const [{json: quality}, texts, {json: definition}] = await Promise.all([
    sendForJson({method: 'GET', path: `/label-sets/${id}/quality`, query: [['limit', '100']]}),
    sendForAll({method: 'GET', path: `/label-sets/${id}/texts`, query: [['limit', '1000']]}),
    sendForJson({method: 'GET', path: `/label-sets/${id}`}),
  ]);
  const report = quality.generation;
  const commands = [
    requests.register,
    requests.generate,
    {method: 'GET', path: `/label-sets/${id}/quality`},
    {method: 'GET', path: `/label-sets/${id}/texts`},
  ];
  show(
    byId('texts-result'),
    make('h3', {}, `${count(report?.added ?? 0, 'new text')} for ${count(definition.classes.length, 'class', 'classes')}`),
    report === null ? make('p', {}, 'Nothing new was found: the set has all there is, or its names are not known here.') : about(report),
    make('p', {class: 'hint'}, `With the names, the set has ${count(texts.length, 'text')} about single classes. ${apart(definition)}`),
    make('div', {class: 'row'}, make('button', {type: 'button', class: 'primary', onclick: () => guard(byId('texts-problem'), () => useSet(id, definition.oneToOne.length > 0))}, 'Classify with this set')),
    definition.classes.slice(0, 50).map((one) => classTexts(one, texts, report)),
    curl.box(commands.map(curl.command)),
  );
  announce(`${count(report?.added ?? 0, 'new text')} written.`);
}

function apart({oneToOne}) {
  const texts = oneToOne.reduce((sum, one) => sum + one.texts.length, 0);
  return texts === 0
    ? ''
    : `${count(texts, 'text')} of the set ${texts === 1 ? 'tells' : 'tell'} just two classes apart. The rerank reads those.`;
}

function about(report) {
  const dropped = report.dropped.unusable + report.dropped.otherClass + report.dropped.nearDuplicates;
  const missing = report.notFound.length === 0
    ? null
    : make('p', {class: 'warning'}, make('strong', {}, 'Not known here: '), `${report.notFound.join(', ')}. Nothing was made up for them; CODER goes by their names.`);
  return [
    missing,
    dropped === 0
      ? null
      : make('p', {class: 'hint'}, `${count(dropped, 'offer was', 'offers were')} left out: ${report.dropped.nearDuplicates} said nearly the same as another, ${report.dropped.otherClass} fit another class, ${report.dropped.unusable} could not be used.`),
  ];
}

function classTexts(one, texts, report) {
  const note = report?.notes.find((entry) => entry.label === one.label);
  const own = texts.filter((text) => text.label === one.label);
  return make(
    'details',
    {class: 'class-texts'},
    make('summary', {}, make('strong', {}, one.label), ` ${count(own.length, 'text')}`),
    note?.found ? make('p', {class: 'hint'}, `Taken for ${note.note}`) : null,
    make('ul', {}, own.map((text) => make('li', {}, text.text, ' ', make('span', {class: `kind ${text.kind}`}, KINDS[text.kind] ?? text.kind)))),
  );
}
