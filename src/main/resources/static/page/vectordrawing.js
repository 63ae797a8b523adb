// A CODER vector as rows of classes and columns of kinds: where a bar stands says what it is, its height how near.

import {draw, make} from './dom.js';
import {KINDS} from './kinds.js';

/** More than these say nothing at a glance; the nearest classes, and of each its nearest texts of a kind, are drawn. */
const MOST_CLASSES = 30;
const MOST_BARS = 24;

const BAR = 10;
const STEP = 13;
const HALF = 24;

/** @param entries `label`, `kind`, `text` and `value` of every dimension, in order */
export function drawing(entries) {
  const classes = [...Map.groupBy(entries, (entry) => entry.label)].map(([label, own]) => ({
    label,
    byKind: Map.groupBy(own, (entry) => entry.kind),
    mean: own.reduce((sum, entry) => sum + entry.value, 0) / own.length,
  }));
  classes.sort((one, other) => other.mean - one.mean);
  const shown = classes.slice(0, MOST_CLASSES);
  const kinds = Object.keys(KINDS).filter((kind) => entries.some((entry) => entry.kind === kind));
  const highest = entries.reduce((most, entry) => Math.max(most, Math.abs(entry.value)), 1e-6);
  const width = Object.fromEntries(kinds.map((kind) => [kind, Math.min(
    MOST_BARS,
    Math.max(...shown.map((one) => one.byKind.get(kind)?.length ?? 0)),
  ) * STEP]));
  const rows = shown.map((one) => make(
    'tr',
    {},
    make('th', {scope: 'row'}, one.label),
    kinds.map((kind) => make('td', {}, strip(one.byKind.get(kind) ?? [], kind, width[kind], highest))),
    make('td', {class: 'number'}, one.mean.toFixed(3)),
  ));
  const left = classes.length - shown.length;
  return make(
    'div',
    {class: 'vector'},
    make('p', {class: 'hint'}, 'Each row is a class, the nearest first; each bar is a text. Up from the line: the text fits the picture. Down: it does not. Point at a bar to read its text. “Mean” is the plain mean of a row. It is not the score that CODER decides by, which weighs the kinds of texts.', make('span', {class: 'scroll-words'}, ' The table is wider than the screen: scroll it sideways.')),
    make(
      'div',
      {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The vector by class and kind'},
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Class'), kinds.map((kind) => make('th', {scope: 'col'}, make('span', {class: `kind ${kind}`}, KINDS[kind]))), make('th', {scope: 'col'}, 'Mean'))),
        make('tbody', {}, rows),
      ),
    ),
    left > 0 ? make('p', {class: 'hint'}, `${left} more classes are not drawn.`) : null,
  );
}

function strip(entries, kind, width, highest) {
  if (entries.length === 0) {
    return '–';
  }
  const shown = nearest(entries);
  const values = shown.map((entry) => entry.value.toFixed(2)).join(', ');
  const bars = shown.map((entry, place) => {
    const height = Math.max(1, (Math.abs(entry.value) / highest) * (HALF - 1));
    return draw(
      'rect',
      {
        class: `strip ${kind}`,
        x: place * STEP,
        y: entry.value >= 0 ? HALF - height : HALF,
        width: BAR,
        height,
        rx: 1,
        'data-value': entry.value,
      },
      draw('title', {}, `${entry.text} ${entry.value.toFixed(3)}`),
    );
  });
  return draw(
    'svg',
    {width, height: 2 * HALF, viewBox: `0 0 ${width} ${2 * HALF}`, role: 'img', 'aria-label': `${KINDS[kind]}: ${values}`},
    draw('line', {class: 'zero', x1: 0, x2: width, y1: HALF, y2: HALF}),
    bars,
  );
}

/** Those that are drawn, in their order: the same text stands at the same place, as long as all are drawn. */
function nearest(entries) {
  const drawn = new Set(entries.toSorted((one, other) => other.value - one.value).slice(0, MOST_BARS));
  return entries.filter((entry) => drawn.has(entry));
}

/** The same as a list of numbers with their texts. */
export function numbers(entries) {
  const most = 500;
  const sorted = [...entries].sort((one, other) => other.value - one.value).slice(0, most);
  return make(
    'details',
    {},
    make('summary', {}, entries.length > most ? `The ${most} nearest texts as a table` : 'All numbers as a table'),
    make(
      'div',
      {class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Numbers of the vector'},
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, ['Number', 'Text', 'Class', 'Kind', 'Value'].map((head) => make('th', {scope: 'col'}, head)))),
        make('tbody', {}, sorted.map((entry) => make(
          'tr',
          {},
          make('td', {class: 'number'}, String(entry.dimension)),
          make('th', {scope: 'row'}, entry.text),
          make('td', {}, entry.label),
          make('td', {}, entry.kind),
          make('td', {class: 'number'}, entry.value.toFixed(4)),
        ))),
      ),
    ),
  );
}
