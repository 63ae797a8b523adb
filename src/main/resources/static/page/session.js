// The API key, in this tab only.

const NAME = 'clipcoder.key';

let inMemory = null;

/** The key, or null where none was given. */
export function key() {
  return storage()?.getItem(NAME) ?? inMemory;
}

export function keep(key) {
  inMemory = key;
  storage()?.setItem(NAME, key);
}

export function forget() {
  inMemory = null;
  storage()?.removeItem(NAME);
}

/** Null where the browser is set to keep nothing: then the key lasts until the page is loaded again. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
