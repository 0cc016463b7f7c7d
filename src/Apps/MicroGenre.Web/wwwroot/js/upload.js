// Sends a track once, and reads what the services say of it as it comes.

import { Problem, answered, lostConnection, problemOf } from './api.js';

// After so long without a sign of the server, the reader is told, in milliseconds.
const SILENCE = 4000;

/**
 * Sends a file. `heard` is told `sent` (a share) while it goes out, `silent` when the server gives no sign of taking it, and then each line of
 * the answer. `asked` may name the `model` and its `version` that answer in place of the default one, and the `genre` to explain. Only
 * XMLHttpRequest tells how much has been sent.
 */
export function send(file, name, parts, heard, asked = {}) {
  const request = new XMLHttpRequest();
  let read = 0;
  let silence;

  // Once the server has begun to answer, the services take the time that they need.
  const watch = () => {
    clearTimeout(silence);
    if (read === 0 && request.readyState !== XMLHttpRequest.DONE) {
      silence = setTimeout(() => heard({ kind: 'silent' }), SILENCE);
    }
  };

  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', event => {
      heard({ kind: 'sent', data: event.total > 0 ? event.loaded / event.total : 1 });
      watch();
    });
    request.addEventListener('progress', () => {
      readLines();
      watch();
    });
    request.addEventListener('loadend', watch);
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

  request.open('POST', `api/tracks?${new URLSearchParams({ name, parts: parts.join(','), ...asked })}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);
  watch();
  return { done, cancel: () => request.abort() };
}
