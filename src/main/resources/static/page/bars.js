// Bars for how sure, in tables that can be read without them.

import {make, percent} from './dom.js';

/** More rows say nothing at a glance. */
const ROWS = 8;

/** A bar of that share, from 0 to 1. What it shows must stand beside it in words. */
export function bar(share, kind) {
  const part = make('span', {class: 'bar-part'});
  part.style.inlineSize = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  return make('span', {class: `bar ${kind}`, 'aria-hidden': 'true'}, part);
}

/**
 * The probabilities of several answers, label by label, the likeliest of the last one first.
 *
 * @param columns for each answer what it is called, its kind of bar, and the answer
 * @param definition with the classes, of which some may be background; null where labels were typed
 */
export function comparison(columns, definition) {
  const order = columns.at(-1)[2].predictions.map((one) => one.label);
  const labels = order.slice(0, ROWS);
  const first = columns[0][2].predictions[0]?.label;
  if (first !== undefined && !labels.includes(first)) {
    labels.push(first);
  }
  const rows = labels.map((label) => row(label, label, columns));
  const others = background(columns, definition);
  return make(
    'table',
    {class: 'bars'},
    make('caption', {class: 'visually-hidden'}, 'Probability of each label'),
    make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Label'), columns.map(([name]) => make('th', {scope: 'col'}, name)))),
    make('tbody', {}, rows, others),
    order.length > labels.length
      ? make('tfoot', {}, make('tr', {}, make('td', {colspan: columns.length + 1}, `and ${order.length - labels.length} less likely ones`)))
      : null,
  );
}

function row(title, label, columns) {
  const cells = columns.map(([name, kind, answer]) => {
    const found = answer.predictions.find((one) => one.label === label);
    return found === undefined ? make('td', {'data-who': name}, '–') : cell(name, kind, found.probability, found.score);
  });
  return make('tr', {}, make('th', {scope: 'row'}, title), cells);
}

function cell(name, kind, probability, score) {
  return make(
    'td',
    {'data-who': name},
    make(
      'span',
      {class: 'measure'},
      bar(probability, kind),
      make('span', {class: 'value'}, percent(probability)),
      score === undefined
        ? make('span', {class: 'score'})
        : make('span', {class: 'score', title: 'The score on the scale of cosines'}, score.toFixed(3)),
    ),
  );
}

/** What is left for the background classes, where all labels are known. */
function background(columns, definition) {
  const wanted = definition?.classes.filter((one) => !one.background).length;
  const complete = columns.every(([, , answer]) => answer.predictions.length === wanted);
  if (!complete || wanted === definition.classes.length) {
    return null;
  }
  const cells = columns.map(([name, kind, answer]) => {
    const rest = 1 - answer.predictions.reduce((sum, one) => sum + one.probability, 0);
    return cell(name, kind, Math.max(0, rest));
  });
  return make('tr', {class: 'rest'}, make('th', {scope: 'row'}, 'background'), cells);
}
