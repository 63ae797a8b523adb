// Puts the parts of the page together.

import * as classify from './classify.js';
import {byId, make, show} from './dom.js';
import * as generate from './generate.js';
import * as key from './key.js';
import * as picture from './picture.js';
import {guard} from './problems.js';
import {sendForJson} from './service.js';
import * as sets from './sets.js';
import * as teach from './teach.js';
import * as vector from './vector.js';

/** What the service is, and what it has. */
async function look() {
  await guard(byId('service'), async () => {
    const {json} = await sendForJson({method: 'GET', path: '/info'});
    show(
      byId('service'),
      make('p', {class: 'hint'}, `Model: ${json.model.id}, on ${json.model.device}. Version ${json.build.version}.`),
      json.warnings.map((warning) => make('p', {class: 'warning'}, make('strong', {}, 'Note: '), warning)),
    );
    await sets.refresh();
    await teach.refresh();
  });
}

key.start(look);
picture.start();
classify.start();
generate.start();
teach.start();
vector.start();
look();
