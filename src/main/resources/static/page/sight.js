// Where somebody looks: what came of a press must be seen without a search for it.

import {byId} from './dom.js';

/**
 * Scrolls until both are seen, as far as the window is high enough, and not at all if they are. The style sheet says
 * whether that moves: not for whoever wants less motion. The focus stays where it is.
 *
 * @param last null where the first is all there is
 */
export function bring(first, last = null) {
  const covered = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const end = last ?? first;
  if (first.getBoundingClientRect().top < covered || end.getBoundingClientRect().bottom > window.innerHeight) {
    first.scrollIntoView({block: 'start'});
  }
}

/** The same for the problem at this place. @returns whether there is one */
export function bringProblem(id) {
  const problem = byId(id).firstElementChild;
  if (problem !== null) {
    bring(problem);
  }
  return problem !== null;
}
