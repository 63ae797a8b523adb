// Part 3: classes learned from a few pictures of each.

import * as curl from './curl.js';
import {announce, byId, show} from './dom.js';
import {create, done, existing, openAsItIs, setUp, typed} from './forming.js';
import {learned} from './learned.js';
import {add, BACKGROUND, backgroundKey, here, inTurn, opened} from './opened.js';
import {onPicture, picture, sample} from './picture.js';
import {guard, tellSentence} from './problems.js';
import {sendForJson} from './service.js';
import * as session from './session.js';
import {bringProblem} from './sight.js';

export {refresh} from './forming.js';

const DEMO = {
  id: 'demo-examples',
  names: ['snack', 'ride'],
  examples: {
    snack: ['pizza', 'hamburger', 'doughnut'],
    ride: ['bus', 'bicycle', 'taxi'],
    [BACKGROUND]: ['cat', 'rose', 'guitar'],
  },
};

export function start() {
  byId('teach-form').addEventListener('submit', (event) => {
    event.preventDefault();
    // What is typed now is meant, not what is there when it is its turn.
    const wanted = typed();
    press(() => inTurn(async () => {
      await setUp(wanted);
      bringProblem('teach-problem');
    }));
  });
  byId('teach-id').addEventListener('change', () => {
    const chosen = session.recall(backgroundKey(byId('teach-id').value.trim()));
    byId('teach-background').checked = chosen === null ? byId('teach-background').checked : chosen === 'true';
  });
  byId('teach-demo').addEventListener('click', () => {
    byId('teach-id').value = DEMO.id;
    byId('teach-names').value = DEMO.names.join('\n');
    byId('teach-background').checked = true;
    press(() => inTurn(demo));
  });
  byId('teach-classify').addEventListener('click', () => press(() => inTurn(classify)));
  // An answer that is shown is one about the picture that is shown.
  onPicture(() => {
    if (byId('teach-result').hasChildNodes()) {
      guard(byId('teach-problem'), () => here(answer));
    }
  });
}

/** What goes wrong is told above the classes, which may be far from what was pressed. */
async function press(action) {
  if (!await guard(byId('teach-problem'), action)) {
    bringProblem('teach-problem');
  }
}

async function demo() {
  const there = await existing(DEMO.id);
  await (there === null ? create(DEMO.id, DEMO.names) : openAsItIs(there));
  for (const [label, samples] of Object.entries(DEMO.examples)) {
    await add(label, await Promise.all(samples.map((name) => sample(name))));
  }
  done('Two classes are taught with three samples each. Choose another picture and classify it.');
}

async function classify() {
  if (picture() === null) {
    tellSentence(byId('teach-problem'), 'No picture yet', 'Choose one, drop one, or take a sample.');
    byId('picture-choose').focus({preventScroll: true});
    bringProblem('teach-problem');
    return;
  }
  announce(await answer());
}

/** Asks and shows. @returns the decision as a sentence */
async function answer() {
  const place = byId('teach-result');
  place.setAttribute('aria-busy', 'true');
  try {
    return await ask(place);
  } catch (failure) {
    // What was said of another picture is not for the one that is shown.
    show(place);
    throw failure;
  } finally {
    place.removeAttribute('aria-busy');
  }
}

async function ask(place) {
  const {set, examples} = opened();
  const asked = picture();
  const request = {
    method: 'POST',
    path: '/few-shot/classify',
    query: [['supportSet', set.id], ['topK', '100'], ['include', 'explanation']],
    form: [['image', asked]],
  };
  const reply = await sendForJson(request).catch((failure) => {
    if (asked === picture()) {
      throw failure;
    }
  });
  if (asked !== picture()) {
    // Another one was chosen meanwhile: it is asked about, whatever came of this one.
    return ask(place);
  }
  const commands = [curl.command(request)];
  if (asked.url !== undefined) {
    commands.unshift(curl.download(asked.url, asked.name));
  }
  const {nodes, sentence} = learned(reply, set, examples, (label) => press(() => here(() => correct(label, asked))));
  show(place, nodes, curl.box(commands));
  return sentence;
}

/** "It is X": the picture becomes an example, and is asked about again. */
async function correct(label, asked) {
  await add(label, [asked]);
  await classify();
}
