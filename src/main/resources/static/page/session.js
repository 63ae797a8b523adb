// What this tab keeps: the API key, and choices.

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

/** Keeps a choice, a text. */
export function remember(name, choice) {
  storage()?.setItem(`clipcoder.${name}`, choice);
}

/** The choice of that name; null where none was kept. */
export function recall(name) {
  return storage()?.getItem(`clipcoder.${name}`) ?? null;
}

/** Null where the browser is set to keep nothing: then the key lasts until the page is loaded again. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
