// The field for the API key.

import {announce, byId, make, show} from './dom.js';
import * as session from './session.js';

/** What may be in a header; with anything else a browser sends no request at all. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** @param changed is called when there is another key, or none any more */
export function start(changed) {
  byId('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    use(byId('key-input').value.trim(), changed);
  });
  byId('key-forget').addEventListener('click', () => {
    session.forget();
    leave('The key is forgotten.', changed);
  });
  byId('key').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && byId('key').open) {
      close();
    }
  });
  state();
}

function use(typed, changed) {
  if (SENDABLE.test(typed)) {
    session.keep(typed);
    leave('The key is used from now on.', changed);
    return;
  }
  const words = 'A key has only letters without accents, digits and signs, and no spaces.';
  show(byId('key-problem'), typed === '' ? null : make('p', {class: 'problem', role: 'alert'}, words));
  byId('key-input').focus();
}

/** Opens the field, for somebody whose request needs a key. */
export function ask() {
  byId('key').open = true;
  byId('key-input').focus();
}

function leave(words, changed) {
  byId('key-input').value = '';
  show(byId('key-problem'));
  close();
  state();
  announce(words);
  changed();
}

function close() {
  byId('key').open = false;
  byId('key').querySelector('summary').focus();
}

function state() {
  byId('key-state').textContent = session.key() === null ? '' : ': set';
}
