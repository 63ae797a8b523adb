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

let job = null;

export function start() {
  byId('texts-form').addEventListener('submit', (event) => {
    event.preventDefault();
    generate();
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
  show(byId('texts-result'));
  busy(true);
  await guard(place, async () => {
    const isNew = await register(requests.register);
    job = await order(requests, isNew);
    await sets.refresh();
    const end = await jobs.follow(job, progress);
    await sets.refresh();
    await result(requests, end);
  });
  job = null;
  busy(false);
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

/** A set of that name with the same classes is gone on with; another one is nobody's to overwrite from here. @returns whether it is new */
async function register(request) {
  try {
    const {json} = await sendForJson(request);
    if (json.state === 'building') {
      await jobs.follow(json.job, progress);
    }
    return true;
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
    return false;
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

function busy(is) {
  byId('texts-progress').hidden = !is;
  byId('texts-cancel').hidden = !is;
  byId('texts-form').querySelector('[type=submit]').disabled = is;
  if (is) {
    byId('texts-bar').removeAttribute('value');
    byId('texts-state').textContent = 'starting';
    announce('The texts are being written.');
  }
}

async function result(requests, end) {
  const id = decodeURIComponent(requests.register.path.split('/').at(-1));
  if (end.state !== 'succeeded') {
    tellSentence(
      byId('texts-problem'),
      end.state === 'cancelled' ? 'Cancelled' : 'The texts could not be written',
      end.error ?? 'The label set is there, with the names alone.',
    );
    return;
  }
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
    report === null ? make('p', {}, 'The set had them all already.') : about(report),
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
