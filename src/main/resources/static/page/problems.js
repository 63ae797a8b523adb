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
  const {title, hint} = words(failure);
  const buttons = [];
  if (failure.status === 401) {
    buttons.push(make('button', {type: 'button', onclick: () => key.ask()}, 'Enter a key'));
  }
  if (again !== undefined && (failure.retryAfter !== null || [0, 401, 429, 503, 504].includes(failure.status))) {
    buttons.push(make('button', {type: 'button', onclick: again}, 'Try again'));
  }
  show(
    place,
    make(
      'div',
      {class: 'problem', role: 'alert'},
      make('p', {class: 'problem-title'}, title),
      make('p', {}, failure.message),
      hint === null ? null : make('p', {}, hint),
      buttons.length === 0 ? null : make('div', {class: 'row'}, buttons),
    ),
  );
}

/** A sentence of our own, such as that something is missing, and what can be done about it. */
export function tellSentence(place, title, sentence, ...buttons) {
  show(
    place,
    make(
      'div',
      {class: 'problem', role: 'alert'},
      make('p', {class: 'problem-title'}, title),
      make('p', {}, sentence),
      buttons.length === 0 ? null : make('div', {class: 'row'}, buttons),
    ),
  );
}

/** That something was done, where it was asked for. */
export function tellDone(place, sentence) {
  show(place, make('p', {class: 'remark'}, sentence));
}

function words(failure) {
  const wait = Number.isInteger(failure.retryAfter)
    ? `Try again in ${failure.retryAfter === 1 ? 'a second' : `${failure.retryAfter} seconds`}.`
    : null;
  switch (failure.status) {
    case 0:
      return {title: 'No answer', hint: null};
    case 401:
      return {title: 'This service wants an API key', hint: null};
    case 403:
      return {title: 'This is not allowed', hint: null};
    case 404:
      return {title: 'It is not there (any more)', hint: null};
    case 409:
      return {title: 'It cannot be changed now', hint: wait};
    case 412:
      return {title: 'A set of this name exists already', hint: null};
    case 429:
      return {title: 'The service is busy', hint: wait};
    case 503:
      return {title: 'Not ready yet', hint: wait};
    case 504:
      return {title: 'It took too long', hint: null};
    case undefined:
      return {title: 'This page made a mistake', hint: null};
    default:
      return {title: 'The service could not do that', hint: wait};
  }
}
