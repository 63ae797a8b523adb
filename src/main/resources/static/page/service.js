// The calls of the service, and what it says when it cannot do what is asked.

import * as session from './session.js';

/** A request that was not done. The message says what is wrong and what to do, as the service said it. */
export class ServiceError extends Error {
  constructor(status, message, retryAfter = null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * A request, which can be sent and shown as curl: `method`, `path`, and optionally `query` (pairs), `headers`, `json`
 * (any value) or `form` (pairs; a value may be a picture).
 */
export async function send(request, signal) {
  const headers = {...request.headers};
  const key = session.key();
  if (key !== null) {
    headers.Authorization = `Bearer ${key}`;
  }
  const began = performance.now();
  let response;
  try {
    response = await fetch(address(request), {
      method: request.method,
      headers: request.json === undefined ? headers : {...headers, 'Content-Type': 'application/json'},
      body: body(request),
      signal,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ServiceError(0, 'The service does not answer. Is it still running, and can this browser reach it?');
  }
  if (!response.ok) {
    throw await problem(response);
  }
  const bytes = await response.arrayBuffer();
  return {status: response.status, headers: response.headers, bytes, millis: performance.now() - began};
}

/** The same for an answer in JSON, as `json`. */
export async function sendForJson(request, signal) {
  const answer = await send(request, signal);
  const text = new TextDecoder().decode(answer.bytes);
  return {...answer, json: text === '' ? null : JSON.parse(text)};
}

/** Where a request goes; relative to the page, so that it may lie under a path of a proxy. */
export function address(request) {
  const url = new URL(request.path.replace(/^\//, ''), document.baseURI);
  for (const [name, value] of request.query ?? []) {
    url.searchParams.append(name, value);
  }
  return url;
}

function body(request) {
  if (request.json !== undefined) {
    return JSON.stringify(request.json);
  }
  if (request.form === undefined) {
    return undefined;
  }
  const form = new FormData();
  for (const [name, value] of request.form) {
    if (typeof value === 'string') {
      form.append(name, value);
    } else {
      form.append(name, value.blob, value.name);
    }
  }
  return form;
}

async function problem(response) {
  let told = {};
  try {
    told = await response.json();
  } catch {
    // A proxy may answer in its own words, which are not ours to show.
  }
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const detail = typeof told.detail === 'string' && told.detail !== ''
    ? told.detail
    : `The answer was ${response.status} ${response.statusText}`.trim() + '.';
  return new ServiceError(response.status, detail, Number.isNaN(seconds) ? null : seconds);
}

/** All pages of a list. */
export async function sendForAll(request, signal) {
  const items = [];
  let cursor = null;
  do {
    const query = [...(request.query ?? []), ...(cursor === null ? [] : [['cursor', String(cursor)]])];
    const {json} = await sendForJson({...request, query}, signal);
    items.push(...json.items);
    cursor = json.nextCursor;
  } while (cursor !== null);
  return items;
}
