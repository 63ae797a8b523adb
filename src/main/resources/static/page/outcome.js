// What came of a classification by CLIP and CODER: who says what, the bars, the reasons and the times.

import {apart, reasonInWords} from './apart.js';
import {bar, comparison} from './bars.js';
import {count, make, percent} from './dom.js';
import {KINDS} from './kinds.js';
import {timings} from './timings.js';

/**
 * All of it as elements, and the decision as a sentence.
 *
 * @param clip the answer of CLIP
 * @param coder the answer of CODER; null where labels were typed
 * @param definition of the label set; null where labels were typed
 * @param pair the two labels that the rerank set against each other, and the answer of CODER for them; or null
 */
export function outcome({clip, coder, definition, pair}) {
  const decisions = [verdict('CLIP', 'one sentence for each name', clip.json, definition)];
  if (coder !== null) {
    decisions.push(verdict('CODER', 'many texts for each name', coder.json, definition));
  }
  const nodes = [
    make('h3', {}, 'What it says'),
    make('div', {class: 'verdicts'}, decisions),
    coder === null ? onlyClip() : difference(clip.json, coder.json),
    make('h3', {}, 'How sure'),
    make(
      'p',
      {class: 'hint'},
      'The bar is the probability. It compares the names with each other only: a picture of none of them is shared out among them all the same.',
      (coder ?? clip).json.calibrated ? '' : ' It is not calibrated: of the answers that are “90 % sure”, more or fewer than 90 in 100 may be right.',
      make('span', {class: 'score-words'}, ' The small number is the score that it is made of: how close picture and texts are.'),
    ),
    comparison(
      [['CLIP', 'clip', clip.json], ...(coder === null ? [] : [['CODER', 'coder', coder.json]])],
      definition,
    ),
    coder === null ? null : why(coder.json),
    coder === null || coder.json.rerank === undefined ? null : rerank(coder.json, pair),
    timings(coder === null ? {CLIP: clip} : {CLIP: clip, CODER: coder}),
    notes(coder ?? clip),
  ];
  const decided = coder ?? clip;
  return {nodes, sentence: spoken(decided.json, coder === null ? 'CLIP' : 'CODER')};
}

/** Why there is no label. */
function reasonWords(answer, definition) {
  const best = answer.predictions[0];
  if (answer.reason === 'background') {
    const which = backgroundWords(answer, definition);
    return `The picture fits ${which} better. Background classes say what is not wanted; they are never an answer.`;
  }
  const threshold = definition?.decision?.thresholds?.[best?.label] ?? definition?.decision?.threshold;
  const least = threshold === undefined || threshold === null ? 'its threshold' : `its threshold of ${percent(threshold)}`;
  return `The best is ${best?.label} with ${percent(best?.probability ?? 0)}, and that is below ${least}.`;
}

/** Which background class it is, where that is known: there is only one, or the nearest texts of all are of one. */
function backgroundWords(answer, definition) {
  const names = definition?.classes.filter((one) => one.background).map((one) => one.label) ?? [];
  const near = answer.explanation?.neighbors?.find((one) => names.includes(one.label))?.label;
  const name = names.length === 1 ? names[0] : near;
  return name === undefined ? 'a background class' : `a background class (${name})`;
}

/** Whether there was nothing to choose between. */
function isAlone(answer, definition) {
  return (definition?.classes ?? answer.predictions).length === 1;
}

/** Who says what, and how sure. */
export function verdict(who, how, answer, definition) {
  const accepted = answer.labels ?? (answer.label === null ? [] : [answer.label]);
  const best = answer.predictions.find((one) => one.label === accepted[0]);
  return make(
    'div',
    {class: `verdict ${who.toLowerCase()}${accepted.length === 0 ? ' none' : ''}`},
    make('p', {class: 'verdict-who'}, make('strong', {}, who), ` ${how}`),
    make('p', {class: 'verdict-label'}, accepted.length === 0 ? 'none of these' : accepted.join(', ')),
    accepted.length === 0
      ? make('p', {class: 'verdict-why'}, reasonWords(answer, definition), ' ', make('code', {}, answer.reason))
      : isAlone(answer, definition)
        ? make('p', {class: 'verdict-why'}, 'It is the only name, so it always wins, whatever the picture shows. Type what else it may be, each name in a line of its own: commas do not part them.')
        : make('p', {class: 'verdict-why'}, best === undefined ? '' : `${percent(best.probability)} sure${byRerank(answer) ? ', and put first by the rerank' : ''}`),
  );
}

function byRerank({rerank: ordered}) {
  return ordered !== undefined && ordered.applied && ordered.before[0] !== ordered.candidates[0];
}

function onlyClip() {
  return make(
    'p',
    {class: 'hint'},
    'CODER needs texts about the names. ',
    make('a', {href: '#texts'}, 'Have them written'),
    ', or take the demo set.',
  );
}

function difference(clip, coder) {
  if (clip.label === coder.label) {
    return null;
  }
  return make(
    'p',
    {class: 'remark'},
    byRerank(coder)
      ? 'The two disagree. The rerank made the difference: see below.'
      : 'The two disagree. The texts that CODER read, and CLIP did not, made the difference.',
  );
}

/** The texts nearest to the picture. */
function why(answer) {
  const near = answer.explanation?.neighbors ?? [];
  const rows = near.map((one) => make(
    'tr',
    {},
    make('th', {scope: 'row'}, one.text),
    make('td', {}, one.label),
    make('td', {}, make('span', {class: `kind ${one.kind}`}, KINDS[one.kind] ?? one.kind)),
    make('td', {class: 'number'}, bar(Math.max(0, one.similarity), 'coder'), one.similarity.toFixed(3)),
  ));
  return make(
    'div',
    {class: 'why'},
    make('h3', {}, 'Why: the texts closest to the picture'),
    make('p', {class: 'hint'}, 'Similarity is the cosine of picture and text: 1 is the same, 0 has nothing to do with it.'),
    make(
      'div',
      {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The texts closest to the picture'},
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, ['Text', 'Class', 'Says', 'Similarity'].map((head) => make('th', {scope: 'col'}, head)))),
        make('tbody', {}, rows),
      ),
    ),
  );
}

function rerank(answer, pair) {
  const {applied, before, candidates} = answer.rerank;
  const changed = candidates.some((label, place) => before[place] !== label);
  const words = applied
    ? `The first ones were close, so texts that tell just these apart were asked. ${
      changed ? 'They changed the order.' : 'They kept the order.'}`
    : 'The order stayed as it was.';
  const moved = (label) => {
    const up = before.indexOf(label) - candidates.indexOf(label);
    return up === 0 ? null : make('span', {class: 'moved'}, up > 0 ? ' ↑ moved up' : ' ↓ moved down');
  };
  const list = (title, labels, mark) => make(
    'div',
    {},
    make('h4', {}, title),
    make('ol', {}, labels.map((label) => make('li', {}, label, mark(label)))),
  );
  return make(
    'div',
    {class: 'rerank'},
    make('h3', {}, 'Rerank of close calls'),
    make('p', {}, words, ' ', reasonInWords(answer.rerank)),
    applied ? make('div', {class: 'orders'}, list('Before', before, () => null), list('After', candidates, moved)) : null,
    pair === null ? null : apart(pair.labels, pair.json),
  );
}

/** How the service begins to say that there was one name only. The verdict says it in words for this page. */
const ALONE = 'One label alone ';

/** Who answered, and what to know about it. */
export function notes({json}) {
  const set = json.labelSet ?? json.supportSet;
  const from = set === undefined ? '' : ` by ${set.id}, version ${set.version},`;
  return make(
    'div',
    {},
    make('p', {class: 'hint'}, `Answered${from} with the model ${json.model.id}.`),
    json.warnings.filter((warning) => !warning.startsWith(ALONE)).map((warning) => make('p', {class: 'warning'}, make('strong', {}, 'Note: '), warning)),
  );
}

/** The decision as a sentence. */
export function spoken(answer, who) {
  const decided = answer.predictions.find((one) => one.label === answer.label);
  return answer.label === null
    ? `${who} says: none of these. ${answer.reason}.`
    : `${who} says: ${answer.label}, ${percent(decided?.probability ?? 0)}. ${count(answer.predictions.length, 'label')} compared.`;
}
