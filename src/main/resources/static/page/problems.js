// What went wrong, in words, at the place where it did.

import {make, show} from './dom.js';
import * as key from './key.js';
import {ServiceError} from './service.js';

/**
 * Does something that may fail, and shows at the place why it did.
 *
 * @returns whether it was done
 */
export async function guard(place, action) {
  show(place);
  try {
    await action();
    return true;
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      tell(place, failure, () => guard(place, action));
    }
    return false;
  }
}

/** Shows one. Whoever can only wait gets a button to ask again. */
export function tell(place, failure, again) {
  if (!(failure instanceof ServiceError)) {
    console.error(failure);
  }
  const buttons = [];
  if (failure.status === 401) {
    buttons.push(make('button', {type: 'button', onclick: () => key.ask()}, 'Enter a key'));
  }
  if (again !== undefined && (Number.isInteger(failure.retryAfter) || TEMPORARY.has(failure.status))) {
    buttons.push(make('button', {type: 'button', onclick: again}, 'Try again'));
  }
  showProblem(place, title(failure), [failure.message, hint(failure)], buttons);
}

/** A sentence of our own, such as that something is missing, and what can be done about it. */
export function tellSentence(place, what, sentence, ...buttons) {
  showProblem(place, what, [sentence], buttons);
}

/** That something was done, where it was asked for. */
export function tellDone(place, sentence) {
  show(place, make('p', {class: 'remark'}, sentence));
}

function showProblem(place, what, sentences, buttons) {
  show(
    place,
    make(
      'div',
      {class: 'problem', role: 'alert'},
      make('p', {class: 'problem-title'}, what),
      sentences.map((sentence) => (sentence === null ? null : make('p', {}, sentence))),
      buttons.length === 0 ? null : make('div', {class: 'row'}, buttons),
    ),
  );
}

// What may go another way when asked again.
const TEMPORARY = new Set([0, 401, 429, 503, 504]);

const TITLES = new Map([
  [0, 'No answer'],
  [401, 'This service wants an API key'],
  [403, 'This is not allowed'],
  [404, 'It is not there (any more)'],
  [409, 'It cannot be changed now'],
  [412, 'A set of this name exists already'],
  [429, 'The service is busy'],
  [503, 'Not ready yet'],
  [504, 'It took too long'],
  [undefined, 'This page made a mistake'],
]);

function title(failure) {
  return TITLES.get(failure.status) ?? 'The service could not do that';
}

/** When to ask again, where the service said so. */
function hint(failure) {
  if (!Number.isInteger(failure.retryAfter)) {
    return null;
  }
  return `Try again in ${failure.retryAfter === 1 ? 'a second' : `${failure.retryAfter} seconds`}.`;
}
