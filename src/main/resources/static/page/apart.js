// What the rerank decided by: the texts that tell two labels apart, and why they were asked.

import {make} from './dom.js';

/** The winner of a rerank and the label that it is best set against; null where no texts tell it from any. */
export function pairOf({rerank}, definition) {
  if (rerank === undefined || !rerank.applied) {
    return null;
  }
  const [winner] = rerank.candidates;
  const has = (label, other) => definition.oneToOne.some((one) => one.label === label && one.other === other);
  const other = [rerank.before[0], ...rerank.candidates]
    .find((label) => label !== winner && has(winner, label) && has(label, winner));
  return other === undefined ? null : [winner, other];
}

/** @param answer of /coder with a pair: one number for each of its texts */
export function apart([winner, other], {texts, vector}) {
  const entries = texts.map((text, place) => ({...text, value: vector[place]}));
  const mean = (label) => {
    const own = entries.filter((one) => one.label === label);
    return (own.reduce((sum, one) => sum + one.value, 0) / own.length).toFixed(3);
  };
  const rows = entries.sort((one, next) => next.value - one.value).map((one) => make(
    'tr',
    {},
    make('th', {scope: 'row'}, one.text),
    make('td', {}, one.label),
    make('td', {class: 'number'}, one.value.toFixed(3)),
  ));
  return make(
    'div',
    {class: 'apart'},
    make('h4', {}, `The texts that tell ${winner} and ${other} apart`),
    make('p', {class: 'hint'}, `Their similarities to the picture have the mean ${mean(winner)} for ${winner} and ${mean(other)} for ${other}.`),
    make(
      'div',
      {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The texts that tell them apart'},
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, ['Text', 'For', 'Similarity'].map((head) => make('th', {scope: 'col'}, head)))),
        make('tbody', {}, rows),
      ),
    ),
  );
}

/** Why there was a rerank or none, in words instead of those for programs. */
export function reasonInWords({reason, before}) {
  const [, gap, relation, least] = /^gap ([\d.eE+-]+) (<|>=) ([\d.eE+-]+)$/.exec(reason) ?? [];
  if (gap !== undefined) {
    const short = Number(gap).toFixed(2);
    const shown = Number(short) === Number(least) ? gap : short;
    const names = before.length < 2 ? '' : `, ${before[0]} and ${before[1]},`;
    return `The first two${names} were ${shown} apart in probability (0: the same; 1: no doubt). ${relation === '<'
      ? `Closer than ${least} is asked again.`
      : `Only closer than ${least} is asked again.`}`;
  }
  switch (reason) {
    case 'always':
      return 'This label set asks again for every picture.';
    case 'one label only':
      return 'There is one name only.';
    case 'no two candidates have one-to-one texts in both directions':
      return 'No two of the first ones have texts that tell just them apart.';
    default:
      return reason;
  }
}
