// The picture that the page is about: dropped, pasted, chosen or a sample.

import {announce, byId, make, show} from './dom.js';
import {guard, tellSentence} from './problems.js';
import {address, send} from './service.js';

const SAMPLES = [
  ['cat', 'cat'],
  ['dog', 'dog'],
  ['rabbit', 'rabbit'],
  ['penguin', 'penguin'],
  ['dolphin', 'dolphin'],
  ['bus', 'bus'],
  ['taxi', 'oncoming_taxi'],
  ['delivery truck', 'delivery_truck'],
  ['pickup truck', 'pickup_truck'],
  ['bicycle', 'bicycle'],
  ['hippopotamus', 'hippopotamus'],
  ['pizza', 'pizza'],
  ['hamburger', 'hamburger'],
  ['doughnut', 'doughnut'],
  ['rose', 'rose'],
  ['guitar', 'guitar'],
];

let current = null;

/** The sample that is being fetched, if any: another picture puts an end to it. */
let fetching = null;

const listeners = [];

/** The picture: `blob`, `name`, and for a sample its address as `url`; null before there is one. */
export function picture() {
  return current;
}

/** Is called whenever there is another picture. */
export function onPicture(listener) {
  listeners.push(listener);
}

/** The service cannot read that picture. Where the browser cannot either, the words of the service stand in its place. */
export function unreadable(refused, sentence) {
  refused.refusal = sentence;
  if (refused === current && byId('picture-view').querySelector('img') === null) {
    unseen(refused);
  }
}

/** A sample by its label. */
export async function sample(label, signal) {
  const folder = SAMPLES.find(([name]) => name === label)[1];
  const path = `/page/samples/${folder}/twemoji.png`;
  const {bytes} = await send({method: 'GET', path}, signal);
  return {blob: new Blob([bytes], {type: 'image/png'}), name: `${folder}.png`, url: address({path}).href};
}

export function start() {
  acceptPictures(byId('picture-drop'), byId('picture-choose'), byId('picture-file'), false, ([file]) => use(file));
  byId('picture-paste').addEventListener('click', pasteByButton);
  document.addEventListener('paste', pasteByKey);
  document.addEventListener('dragover', dragAnywhere);
  document.addEventListener('drop', dropAnywhere);
  show(byId('samples'), SAMPLES.map(([label, folder]) => sampleButton(label, folder)));
  view();
}

/**
 * Makes a place where pictures can be dropped, and a button that opens the file dialog.
 *
 * @param take gets the pictures: `blob` and `name`
 */
export function acceptPictures(place, button, input, several, take) {
  const files = (list) => {
    const pictures = [...list].map((file) => ({blob: file, name: file.name || 'picture'}));
    if (pictures.length > 0) {
      take(several ? pictures : pictures.slice(0, 1));
    }
  };
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    files(input.files);
    input.value = '';
  });
  let depth = 0;
  place.addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    place.classList.add('over');
  });
  place.addEventListener('dragleave', () => {
    depth -= 1;
    place.classList.toggle('over', depth > 0);
  });
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    place.classList.remove('over');
    files(event.dataTransfer.files);
  });
}

/** The one that was pressed last is the picture, also where another one takes longer. */
async function useSample(label) {
  fetching?.abort();
  fetching = new AbortController();
  use(await sample(label, fetching.signal));
}

function use(next) {
  fetching?.abort();
  if (current !== null) {
    URL.revokeObjectURL(current.shown);
  }
  current = {...next, shown: URL.createObjectURL(next.blob)};
  show(byId('picture-problem'));
  view();
  announce(`The picture is ${current.name}.`);
  listeners.forEach((listener) => listener(current));
}

function view() {
  for (const button of byId('samples').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(current !== null && button.dataset.url === current.url));
  }
  if (current === null) {
    show(byId('picture-view'), make('p', {class: 'hint'}, 'No picture yet'));
    return;
  }
  const image = make('img', {src: current.shown, alt: `The chosen picture: ${current.name}`});
  const mine = current;
  image.addEventListener('error', () => {
    if (mine === current) {
      unseen(mine);
    }
  });
  show(byId('picture-view'), image, make('p', {class: 'name'}, current.name));
}

function unseen({refusal, name}) {
  show(
    byId('picture-view'),
    make('p', {class: 'hint'}, refusal ?? 'This browser cannot show it; the service may know it.'),
    make('p', {class: 'name'}, name),
  );
}

function sampleButton(label, folder) {
  const path = `page/samples/${folder}/twemoji.png`;
  const button = make(
    'button',
    {
      type: 'button',
      'aria-pressed': 'false',
      title: label,
      'data-url': new URL(path, document.baseURI).href,
      onclick: () => guard(byId('picture-problem'), () => useSample(label)),
    },
    make('img', {src: path, alt: label, width: 48, height: 48, loading: 'lazy'}),
  );
  return make('li', {}, button);
}

/** Text is dragged and pasted into a field as everywhere else. */
function isForField({target}) {
  return target instanceof Element && target.matches('input, textarea');
}

function isTextForField(event) {
  return isForField(event) && !(event.dataTransfer?.types ?? []).includes('Files');
}

function dragAnywhere(event) {
  if (!isTextForField(event)) {
    event.preventDefault();
  }
}

/** What was meant for no place in particular; left alone, the browser would go away to show it. */
function dropAnywhere(event) {
  if (isTextForField(event)) {
    return;
  }
  const meantForAPlace = event.defaultPrevented;
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  if (!meantForAPlace && file !== undefined) {
    use({blob: file, name: file.name || 'dropped.png'});
  }
}

/** Cells of a spreadsheet come as text and as a picture of it: in a field the text is meant. */
function pasteByKey(event) {
  if (isForField(event) && event.clipboardData.types.includes('text/plain')) {
    return;
  }
  const file = [...event.clipboardData.files].find((one) => one.type.startsWith('image/'));
  if (file !== undefined) {
    event.preventDefault();
    use({blob: file, name: file.name || 'pasted.png'});
  }
}

async function pasteByButton() {
  const place = byId('picture-problem');
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((one) => one.startsWith('image/'));
      if (type !== undefined) {
        use({blob: await item.getType(type), name: `pasted.${type.slice(6).replace('jpeg', 'jpg')}`});
        return;
      }
    }
    tellSentence(place, 'No picture to paste', 'Copy one first, for example by a right click on it.');
  } catch {
    tellSentence(place, 'The browser did not let this page read the clipboard', 'Press Ctrl+V instead.');
  }
}
