// Sends a track once, and reads what the services say of it as it comes.

import { Problem, answered, lostConnection, problemOf } from './api.js';

/**
 * Sends a file. `heard` is told `sent` (a share) while it goes out, and then each line of the answer.
 * Only XMLHttpRequest tells how much has been sent.
 */
export function send(file, name, parts, heard) {
  const request = new XMLHttpRequest();
  let read = 0;

  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', event => heard({ kind: 'sent', data: event.total > 0 ? event.loaded / event.total : 1 }));
    request.addEventListener('progress', () => readLines());
    request.addEventListener('load', () => {
      answered();
      if (request.status !== 200) {
        reject(problemOf(request.status, request.responseText));
        return;
      }
      readLines();
      resolve();
    });
    request.addEventListener('error', () => reject(lostConnection()));
    request.addEventListener('abort', () => reject(new Problem('Cancelled.', { retry: true })));
  });

  function readLines() {
    if (request.status !== 200) {
      return;
    }
    const text = request.responseText;
    for (let end; (end = text.indexOf('\n', read)) >= 0; read = end + 1) {
      heard(JSON.parse(text.slice(read, end)));
    }
  }

  request.open('POST', `api/tracks?${new URLSearchParams({ name, parts: parts.join(',') })}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);
  return { done, cancel: () => request.abort() };
}
