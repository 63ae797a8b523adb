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
    labels.length === 1
      ? make('p', {class: 'warning'}, 'With one class it always wins, whatever the picture shows. Add another class, or pictures of “something else”.')
      : null,
    make('h3', {}, 'How sure'),
    comparison([['Examples', 'coder', json]], definition),
    why(json, set, examples),
    correction(labels.filter((label) => label !== json.label), correct),
    timings({Examples: answer}),
    notes(answer),
  ];
  return {nodes, sentence: spoken(json, 'By the examples it')};
}

function correction(labels, correct) {
  if (labels.length === 0) {
    return null;
  }
  return make(
    'div',
    {},
    make('h3', {}, 'Was it wrong?'),
    make('p', {class: 'hint'}, 'Say what it is: that makes the picture an example, and the next answer knows it.'),
    make('div', {class: 'row'}, labels.map((label) => make('button', {type: 'button', onclick: () => correct(label)}, `It is: ${label}`))),
  );
}

function why(json, set, examples) {
  const near = json.explanation?.examples ?? [];
  if (near.length === 0) {
    return null;
  }
  const known = new Map(examples.map((one) => [one.id, one]));
  const adds = near.some((one) => one.contribution !== null && one.contribution.toFixed(2) !== '0.00');
  return make(
    'div',
    {class: 'why'},
    reasons(json, set, adds),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ['Example', 'Class', 'Similarity', ...(adds ? ['Adds'] : [])].map((head) => make('th', {scope: 'col'}, head)))),
      make('tbody', {}, near.map((one, place) => make(
        'tr',
        {},
        make('td', {}, thumbnail(set.id, known.get(one.id) ?? {id: one.id}, `Example ${place + 1}`)),
        make('td', {}, one.label),
        make('td', {class: 'number'}, bar(Math.max(0, one.similarity), 'coder'), one.similarity.toFixed(3)),
        adds ? make('td', {class: 'number'}, one.contribution === null ? '–' : one.contribution.toFixed(2)) : null,
      ))),
    ),
  );
}

/** What the examples listed are; those of a background class are never among the reasons. */
function reasons(json, set, adds) {
  const best = json.predictions[0]?.label;
  const column = adds ? `“Adds” is what the example adds to the score of ${best}.` : '';
  if (json.reason === 'background') {
    const others = (set.definition.background ?? []).map((label) => `“${label}”`).join(', ');
    return [
      make('h3', {}, `The nearest examples of ${best}`),
      make('p', {class: 'hint'}, `The pictures of ${others} fit better than these, so it is none of your classes. ${column}`),
    ];
  }
  if (!adds) {
    return [make('h3', {}, 'The nearest examples')];
  }
  return [make('h3', {}, 'Why: the examples that decided'), make('p', {class: 'hint'}, column)];
}
