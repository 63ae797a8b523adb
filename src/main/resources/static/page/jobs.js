// Work that takes longer than a request: asked about until it is over.

import {sendForJson} from './service.js';

const PAUSE_MILLIS = 400;

/** Asks until the job is over, and tells each answer. @returns the last one */
export async function follow(id, tell) {
  for (;;) {
    const {json} = await sendForJson({method: 'GET', path: `/jobs/${id}`});
    tell(json);
    if (json.state !== 'queued' && json.state !== 'running') {
      return json;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
}

export function cancelRequest(id) {
  return {method: 'DELETE', path: `/jobs/${id}`};
}

/** "12 of 40, about 3 seconds to go". */
export function progressWords(job) {
  const part = job.total > 0 ? `${job.done} of ${job.total}` : 'counting';
  const left = job.etaSeconds === null || job.state !== 'running' ? '' : `, about ${time(job.etaSeconds)} to go`;
  return `${job.state === 'queued' ? 'waiting for its turn' : part}${left}`;
}

function time(seconds) {
  if (seconds < 60) {
    return seconds === 1 ? '1 second' : `${seconds} seconds`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
