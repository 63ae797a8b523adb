// The field for the API key.

import {announce, byId} from './dom.js';
import * as session from './session.js';

/** @param changed is called when there is another key, or none any more */
export function start(changed) {
  byId('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = byId('key-input').value.trim();
    if (typed === '') {
      byId('key-input').focus();
      return;
    }
    session.keep(typed);
    leave('The key is used from now on.', changed);
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

/** Opens the field, for somebody whose request needs a key. */
export function ask() {
  byId('key').open = true;
  byId('key-input').focus();
}

function leave(words, changed) {
  byId('key-input').value = '';
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
