// What names may be, so that a slip is told before anything is sent.

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** What is wrong with the name of a set, in a sentence; null where nothing is. */
export function faultOfName(name) {
  if (NAME.test(name)) {
    return null;
  }
  const rule = 'It takes small letters, digits, “.”, “_” and “-”, begins with a letter or digit, and has at most 64 characters.';
  const near = name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '').slice(0, 64);
  return near === '' ? rule : `${rule} Such as: ${near}`;
}

/** What is wrong with the names of classes, in a sentence; null where nothing is. */
export function faultOfClasses(labels) {
  const twice = labels.find((label, place) => labels.indexOf(label) < place);
  return twice === undefined ? null : `“${twice}” stands there twice. Leave one out.`;
}
