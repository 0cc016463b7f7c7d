// The tracks of this visit: what was asked about them, what came, and what went wrong. Knows nothing of the page.

import { Problem } from './api.js';
import { size } from './format.js';
import { send } from './upload.js';
import { plainReason } from './wording.js';

/** The parts of an answer. */
export const PARTS = ['genres', 'picture', 'segments'];

const REFUSALS = { VERDICT_NO_MUSIC: 'no music', VERDICT_UNFAMILIAR: 'unfamiliar' };

const AT_ONCE = 2;

/** A track and what is known of it. */
export class Track {
  /** "waiting", "sending", "working", "done", "failed" or "cancelled". */
  state = 'waiting';
  wanted = new Set(['genres']);
  answers = {};
  problems = {};
  sent = 0;
  progress = 0;

  constructor(file, name) {
    this.file = file;
    this.name = name;
  }

  /** Parts that are wanted and have not come. */
  get missing() {
    return PARTS.filter(part => this.wanted.has(part) && !this.answers[part]);
  }

  get busy() {
    return ['waiting', 'sending', 'working'].includes(this.state);
  }

  /** The problem with all of it, or with the first part that failed. */
  get problem() {
    return this.problems.all ?? PARTS.map(part => this.problems[part]).find(Boolean);
  }

  /** What the services say of its genre. */
  get genres() {
    return this.answers.genres?.prediction.genres ?? [];
  }

  get uncertain() {
    return this.answers.genres?.prediction.uncertain === true;
  }

  /** Why there is no genre to tell, in short: 'no music' or 'unfamiliar'; empty where there is one. */
  get refusal() {
    return REFUSALS[this.answers.genres?.prediction.verdict] ?? '';
  }

  /** Why there is no genre to tell, or why it is uncertain; empty where the answer itself says it. */
  get reason() {
    return this.answers.genres?.prediction.reason ?? '';
  }

  /** The most probable genre, where it is more than a guess. */
  get best() {
    return this.refusal ? undefined : this.genres[0];
  }

  /** Seconds, from whoever knows. */
  get duration() {
    const { genres, picture, segments } = this.answers;
    return segments?.durationSeconds || genres?.audio?.durationSeconds || picture?.seconds || genres?.timeline.at(-1)?.endSeconds || 0;
  }
}

/** The tracks, in the order they came. Tells `change` with the track, and `list` when there are more or fewer. */
export class TrackList extends EventTarget {
  tracks = [];
  largestUpload = Infinity;
  #uploads = new Map();

  /** Adds files; several are first asked for their genres only. */
  add(files) {
    const added = [...files].map(file => new Track(file, file.name));
    for (const track of added) {
      if (added.length === 1 && this.tracks.length === 0) {
        track.wanted = new Set(PARTS);
      }
      this.tracks.push(track);
    }
    this.#tell('list');
    this.#next();
    return added;
  }

  remove(track) {
    this.cancel(track);
    this.tracks = this.tracks.filter(other => other !== track);
    this.#tell('list');
  }

  /** Asks for parts that have not been asked for. */
  want(track, parts) {
    const more = parts.some(part => !track.wanted.has(part));
    parts.forEach(part => track.wanted.add(part));
    if (more && !track.busy) {
      this.retry(track);
    }
  }

  /** Asks again for whatever is missing. */
  retry(track) {
    if (!track.busy && track.missing.length > 0) {
      Object.assign(track, { state: 'waiting', problems: {}, sent: 0, progress: 0 });
      this.#tell('change', track);
      this.#next();
    }
  }

  cancel(track) {
    this.#uploads.get(track)?.cancel();
    if (track.state === 'waiting') {
      this.#end(track, 'cancelled', new Problem('Cancelled.', { retry: true }));
    }
  }

  #next() {
    for (const track of this.tracks) {
      if (this.#uploads.size >= AT_ONCE) {
        return;
      }
      if (track.state === 'waiting') {
        this.#run(track);
      }
    }
  }

  async #run(track) {
    const parts = track.missing;
    track.state = 'sending';
    this.#tell('change', track);
    try {
      if (track.file.size > this.largestUpload) {
        throw new Problem(`The file has ${size(track.file.size)}; at most ${size(this.largestUpload)} are taken.`);
      }
      const upload = send(track.file, track.name, parts, event => this.#hear(track, event));
      this.#uploads.set(track, upload);
      await upload.done;
      const silent = parts.find(part => !track.answers[part] && !track.problems[part]);
      if (silent) {
        throw new Problem('The server ended without an answer.', { retry: true });
      }
      this.#end(track, parts.includes('genres') && !track.answers.genres ? 'failed' : 'done');
      // More may have been asked for meanwhile.
      if (track.missing.some(part => !track.problems[part])) {
        this.retry(track);
      }
    } catch (problem) {
      this.#end(track, track.answers.genres ? 'done' : problem.message === 'Cancelled.' ? 'cancelled' : 'failed', problem);
    }
  }

  #end(track, state, problem) {
    this.#uploads.delete(track);
    track.state = state;
    if (problem) {
      track.problems.all = problem;
    }
    this.#tell('change', track);
    this.#next();
  }

  #hear(track, { kind, part, data }) {
    switch (kind) {
      case 'sent':
        track.sent = data;
        break;
      case 'uploaded':
        track.state = 'working';
        break;
      case 'progress':
        track.progress = data;
        break;
      case 'result':
        track.answers[part] = data;
        break;
      case 'failure':
        // The services name the track in what they say of it; here it stands beside its name.
        track.problems[part] = new Problem(plainReason(data.message.replace(`${track.name}: `, '')), data);
        break;
    }
    this.#tell('change', track);
  }

  #tell(type, track) {
    this.dispatchEvent(new CustomEvent(type, { detail: track }));
  }
}
