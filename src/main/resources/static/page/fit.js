// What the service made of the examples of a support set.

import {count, make, percent} from './dom.js';

const METHODS = {
  'coder-adapter': 'compares with each example by what the texts say of both (coder-adapter)',
  'tip-adapter': 'compares with each example, and adds what the names say (tip-adapter)',
  proker: 'corrects the names by the examples, smoothly (proker)',
  gda: 'takes each class for a cloud of pictures of one shape (gda)',
  'nearest-class-mean': 'compares with the mean of each class (nearest-class-mean)',
};

/** Whether what was learned is not yet from all examples. */
export function isUnderWay({state}) {
  return state === 'behind' || state === 'fitting';
}

export function fitReport(set) {
  const {fit, examples} = set;
  if (examples.total === 0) {
    return make('p', {class: 'hint'}, 'No examples yet. Drop pictures on a class, or add the picture above to one.');
  }
  if (fit.method === null) {
    return make('p', {class: 'hint'}, 'What it has learned is told after the first question.');
  }
  const lacking = Object.entries(examples.perClass).filter(([, number]) => number === 0).map(([label]) => label);
  return make(
    'div',
    {},
    make('h3', {}, 'What it has learned'),
    make('p', {}, `From ${count(examples.total, 'example')}. Way of comparing: it ${METHODS[fit.method.id] ?? fit.method.id}. `, settings(fit.method)),
    heldOut(fit.heldOut),
    fit.state === 'behind' ? make('p', {class: 'hint'}, 'Newer examples are being taken in.') : null,
    lacking.length === 0 ? null : make('p', {class: 'hint'}, `Without examples so far, and known by their names alone: ${lacking.join(', ')}.`),
    fit.candidates.length === 0 ? null : candidates(fit),
  );
}

function heldOut(figures) {
  if (figures === null) {
    return make('p', {}, 'How good it is cannot be told yet: give at least two classes two examples each.');
  }
  return make(
    'p',
    {},
    'A test without you: examples were hidden from it and asked about, ',
    `${count(figures.examples, 'question')} in ${count(figures.folds, 'round')}. `,
    make('strong', {}, `${percent(figures.accuracy)} right.`),
  );
}

function settings(method) {
  const {id, ...numbers} = method;
  const words = Object.entries(numbers).map(([name, value]) => setting(name, value)).join(', ');
  return words === '' ? null : make('code', {title: id}, words);
}

function setting(name, value) {
  if (name === 'coderSpace') {
    return value ? 'on CODER vectors' : 'on CLIP embeddings';
  }
  return `${name} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`;
}

function candidates(fit) {
  return make(
    'details',
    {},
    make('summary', {}, 'What else was tried'),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ['Way', 'Right', 'Log-loss, less is better'].map((head) => make('th', {scope: 'col'}, head)))),
      make('tbody', {}, fit.candidates.map((one) => make(
        'tr',
        {},
        make('th', {scope: 'row'}, one.method.id, one.method.id === fit.method.id ? ' (chosen)' : ''),
        make('td', {class: 'number'}, percent(one.accuracy)),
        make('td', {class: 'number'}, one.logLoss.toPrecision(3)),
      ))),
    ),
  );
}
