// Short requests to the server. Uploads are in upload.js.

/** Why something did not work: one line for the reader, whether the same may work later, and whether it was given up here. */
export class Problem extends Error {
  constructor(message, { retry = false, lost = false, cancelled = false } = {}) {
    super(message);
    this.retry = retry;
    this.lost = lost;
    this.cancelled = cancelled;
  }
}

// How often the server is looked for while it is away, in milliseconds.
const LOOK = 2000;

/** Whoever wants to know whether the server is there: told `true` after each answer, `false` when none came. */
export const connection = new EventTarget();

let looking;

/** No answer came at all. From now on the server is looked for until it is there again. */
export function lostConnection() {
  looking ??= setInterval(look, LOOK);
  tell(false);
  return new Problem('The connection to MicroGenre was lost. What you have is kept.', { retry: true, lost: true });
}

/** An answer came. */
export function answered() {
  clearInterval(looking);
  looking = undefined;
  tell(true);
}

/** The JSON that a path answers with. A `signal` gives the question up. */
export async function ask(path, options) {
  const response = await request(path, options);
  return response.json().catch(problem => { throw cutOff(problem); });
}

/** The lines of JSON that a path answers with, as they arrive, until the end or until `signal` gives it up. */
export async function* askLines(path, signal) {
  const response = await fetched(path, { signal });
  let rest = '';
  try {
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      yield* lines.filter(Boolean).map(line => JSON.parse(line));
    }
  } catch (problem) {
    throw cutOff(problem);
  }
}

/** A path with its parameters; those without a value are left out. */
export function withQuery(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The file that a path answers with. */
export const download = async path => (await request(path)).blob();

/** Teaches a genre by tracks, and answers with the model that knows it. It takes as long as the upload takes, or until `signal` ends it. */
export async function teach(lesson, tracks, signal) {
  if (tracks.some(track => !track.file)) {
    throw new Problem('The browser did not keep all files. Choose them again.');
  }
  const form = new FormData();
  tracks.forEach(track => form.append('example', track.file, track.name));
  return (await fetched(`models/genres?${new URLSearchParams(lesson)}`, { method: 'POST', body: form, signal })).json();
}

const request = (path, { method = 'GET', body, signal } = {}) => fetched(path, {
  method,
  body: body === undefined ? undefined : JSON.stringify(body),
  headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
  signal: AbortSignal.any([AbortSignal.timeout(60_000), signal].filter(Boolean)),
});

async function fetched(path, options) {
  let response;
  try {
    response = await fetch(`api/${path}`, options);
  } catch (refusal) {
    throw cutOff(refusal);
  }
  answered();
  if (!response.ok) {
    throw Object.assign(problemOf(response.status, await response.text().catch(() => '')), { status: response.status });
  }
  return response;
}

// Given up here, or cut off between here and the server.
const cutOff = problem => problem.name === 'AbortError' ? new Problem('Cancelled.', { cancelled: true }) : lostConnection();

/** The problem in an answer that is none. */
export function problemOf(status, text) {
  try {
    const { detail, retry } = JSON.parse(text);
    if (detail) {
      return new Problem(detail, { retry });
    }
  } catch {
    // Something between here and the server.
    if (text && text.length < 200 && !text.includes('<')) {
      return new Problem(text, { retry: status === 429 });
    }
  }
  return new Problem(`The server answered with status ${status}.`, { retry: status >= 500 });
}

const look = () => ask('settings').catch(() => {});

window.addEventListener('online', look);

function tell(there) {
  connection.dispatchEvent(new CustomEvent('change', { detail: there }));
}
