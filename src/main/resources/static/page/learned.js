// What came of a classification by examples.

import {bar, comparison} from './bars.js';
import {make} from './dom.js';
import {notes, spoken, verdict} from './outcome.js';
import {thumbnail} from './thumbnails.js';
import {timings} from './timings.js';

/**
 * All of it as elements, and the decision as a sentence.
 *
 * @param examples of the set, as the service lists them
 * @param correct is called with the label that the picture has, if somebody says so
 */
export function learned(answer, set, examples, correct) {
  const {json} = answer;
  const labels = Object.keys(set.examples.perClass);
  const background = set.definition.background ?? [];
  const definition = {
    classes: labels.map((label) => ({label, background: background.includes(label)})),
    decision: set.definition.decision,
  };
  const nodes = [
    make('h3', {}, 'What it says'),
    make('div', {class: 'verdicts'}, verdict('Examples', `by ${json.method}`, json, definition)),
    make('h3', {}, 'How sure'),
    comparison([['Examples', 'coder', json]], definition),
    why(json, set, examples),
    make('h3', {}, 'Was it wrong?'),
    make('p', {class: 'hint'}, 'Say what it is: that makes the picture an example, and the next answer knows it.'),
    make('div', {class: 'row'}, labels.map((label) => make('button', {type: 'button', onclick: () => correct(label)}, `It is: ${label}`))),
    timings({Examples: answer}),
    notes(answer),
  ];
  return {nodes, sentence: spoken(json, 'By the examples it')};
}

function why(json, set, examples) {
  const deciding = json.explanation?.examples ?? [];
  if (deciding.length === 0) {
    return null;
  }
  const known = new Map(examples.map((one) => [one.id, one]));
  return make(
    'div',
    {class: 'why'},
    make('h3', {}, 'Why: the examples that decided'),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ['Example', 'Class', 'Similarity', 'Adds'].map((head) => make('th', {scope: 'col'}, head)))),
      make('tbody', {}, deciding.map((one, place) => make(
        'tr',
        {},
        make('td', {}, thumbnail(set.id, known.get(one.id) ?? {id: one.id}, `Example ${place + 1}`)),
        make('td', {}, one.label),
        make('td', {class: 'number'}, bar(Math.max(0, one.similarity), 'coder'), one.similarity.toFixed(3)),
        make('td', {class: 'number'}, one.contribution === null ? '–' : one.contribution.toFixed(2)),
      ))),
    ),
  );
}
