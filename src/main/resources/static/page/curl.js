// Every request of the page as a command that can be pasted into a shell.

import {announce, make} from './dom.js';
import {address} from './service.js';
import * as session from './session.js';

/** Text as one word of a POSIX shell, whatever is in it. */
function quoted(text) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command for a request of service.js. The key is never in it: the shell takes it from $KEY. */
export function command(request) {
  const parts = [];
  if (request.method !== 'GET' && !(request.method === 'POST' && hasBody(request))) {
    parts.push(['-X', request.method]);
  }
  if (session.key() !== null) {
    parts.push(['-H', '"Authorization: Bearer $KEY"']);
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    parts.push(['-H', quoted(`${name}: ${value}`)]);
  }
  if (request.json !== undefined) {
    parts.push(['-H', quoted('Content-Type: application/json')]);
    parts.push(['--data-raw', quoted(JSON.stringify(request.json))]);
  }
  for (const [name, value] of request.form ?? []) {
    parts.push(
      typeof value === 'string'
        ? ['--form-string', quoted(`${name}=${value}`)]
        : ['-F', quoted(`${name}=@${fileWord(value.name)}`)],
    );
  }
  if (request.saveAs !== undefined) {
    parts.push(['-o', quoted(localName(request.saveAs))]);
  }
  parts.push([quoted(address(request).href)]);
  return `curl ${parts.map((words) => words.join(' ')).join(' \\\n  ')}`;
}

/** A command that gets a picture of the page, for those after it. */
export function download(url, name) {
  return `curl -o ${quoted(localName(name))} ${quoted(url)}`;
}

function hasBody(request) {
  return request.json !== undefined || request.form !== undefined;
}

/** A name that begins with a hyphen, or is one, means something else to curl. */
function localName(name) {
  return name.startsWith('-') ? `./${name}` : name;
}

/** The name of a file in curl's own quotes, since it splits forms at commas and semicolons. */
function fileWord(name) {
  const local = localName(name);
  return /[;,"\\]/.test(local) ? `"${local.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : local;
}

/** Commands that can be unfolded and copied. */
export function box(commands) {
  const text = commands.join('\n');
  const code = make('code', {}, text);
  const copy = make('button', {type: 'button', onclick: () => copyText(text, code, copy)}, 'Copy');
  return make(
    'details',
    {class: 'curl'},
    make('summary', {}, 'The same by curl'),
    session.key() === null ? null : make('p', {class: 'hint'}, 'Put your key into the variable KEY first.'),
    make('pre', {tabindex: '0', 'aria-label': 'Commands'}, code),
    make('div', {class: 'row'}, copy),
  );
}

async function copyText(text, code, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    announce('The command is copied.');
  } catch {
    // Browsers keep the clipboard from pages without TLS that are not of this machine.
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected: press Ctrl+C';
    announce('The command is selected. Press Ctrl+C to copy it.');
  }
}
