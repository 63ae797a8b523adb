// A class of a support set as a card, which shows its examples and takes more by drop and by button.

import {count, make} from './dom.js';
import {acceptPictures} from './picture.js';
import {guard} from './problems.js';
import {thumbnail} from './thumbnails.js';

const MOST_SHOWN = 24;

/** The second press of a double click is no wish to lose the next example too, which has moved to its place. */
const DOUBLE_CLICK_MILLIS = 500;

let lastRemoval = Number.NEGATIVE_INFINITY;

/**
 * @param of the class: `set` (name of the support set), `label`, `place` (number among the classes), `total` (how many
 *     examples it has), `examples` (those that can be shown), `isBackground`
 * @param problem where on the card is told what goes wrong; it may have been on a card of the class before
 * @param actions what its buttons do: `add(pictures)`, `remove(example)` and `take()`, for the picture of the page
 */
export function card({set, label, place, total, examples, isBackground}, problem, actions) {
  const input = make('input', {type: 'file', accept: 'image/*', multiple: true, hidden: true, 'aria-label': `Pictures of ${label}`});
  const choose = make('button', {type: 'button', id: `teach-choose-${place}`}, 'Choose pictures', unseen(` of ${label}`));
  const take = make(
    'button',
    {type: 'button', id: `teach-take-${place}`, onclick: () => guard(problem, actions.take)},
    'Add the picture',
    unseen(` to ${label}`),
  );
  const removal = (example, number) => make(
    'button',
    {
      type: 'button',
      class: 'remove',
      id: `teach-remove-${place}-${number}`,
      onclick: (event) => removeOnce(event, () => guard(problem, () => actions.remove(example))),
    },
    make('span', {'aria-hidden': 'true'}, '×'),
    unseen(`Remove example ${number + 1} of ${label}`),
  );
  const box = make(
    'div',
    {class: 'drop class-card', role: 'group', 'aria-label': `Class ${label}`},
    make('h3', {}, label, isBackground ? make('span', {class: 'hint'}, ' (background)') : null),
    make('p', {class: 'hint'}, `${count(total, 'example')}${total === 0 ? ': drop pictures here' : ''}`),
    isBackground && total === 0 ? make('p', {class: 'hint'}, 'It counts from its first picture on.') : null,
    make(
      'ul',
      {class: 'thumbnails'},
      examples.slice(0, MOST_SHOWN).map((example, number) =>
        make('li', {}, thumbnail(set, example, `Example ${number + 1} of ${label}`), removal(example, number))),
    ),
    make('div', {class: 'row'}, choose, take),
    input,
    problem,
  );
  acceptPictures(box, choose, input, true, (pictures) => guard(problem, () => actions.add(pictures)));
  return box;
}

function removeOnce({timeStamp}, remove) {
  if (timeStamp - lastRemoval >= DOUBLE_CLICK_MILLIS) {
    lastRemoval = timeStamp;
    remove();
  }
}

/** The button to which the keyboard goes when that of an example is no more. */
export function besides(id) {
  const [, place] = /^teach-remove-(\d+)-/.exec(id) ?? [];
  return `teach-choose-${place}`;
}

function unseen(text) {
  return make('span', {class: 'visually-hidden'}, text);
}
