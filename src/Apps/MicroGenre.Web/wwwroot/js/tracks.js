// The tracks: what was asked about them, what came, and what went wrong. Knows nothing of the page.

import { Problem, ask, connection } from './api.js';
import { evidenceOf } from './evidence.js';
import { size } from './format.js';
import { contentHash } from './store.js';
import { cellsOf, mixOf } from './timeline.js';
import { send } from './upload.js';
import { learnGenres, plainReason } from './wording.js';

/** The parts of an answer. */
export const PARTS = ['genres', 'picture', 'segments'];

const REFUSALS = { VERDICT_NO_MUSIC: 'no music', VERDICT_UNFAMILIAR: 'unfamiliar' };

const AT_ONCE = 2;

// Of a long file, the beginning is answered first, and then more of it, in bytes; a file that is not much longer is not.
const BEGINNINGS = [2 * 1024 * 1024, 16 * 1024 * 1024];
const MUCH_LONGER = 2;

// Hexadecimal digits of the content's hash in a track's address: enough for a library.
const ID_DIGITS = 16;

/** A track and what is known of it. */
export class Track {
  /** "waiting", "sending", "working", "done", "failed" or "cancelled". */
  state = 'waiting';
  answers = {};
  problems = {};
  sent = 0;
  progress = 0;

  /** Why it is as much of a genre as it is, by the genre's label, as far as that was asked for. */
  explanations = {};

  /** What the services say of its beginning, until they have heard all of it; undefined for a short track. */
  early;

  /** Whether its picture is in the store: it is large, and only at hand while the track is looked at. */
  hasPicture = false;

  /** SHA-256 of its file in hexadecimal, by which services know it; undefined until it has been sent. */
  sha256;

  /** Whether the server gives no sign of taking the upload. */
  silent = false;

  // The mix, and the answer that it was made from.
  #mix;
  #mixed;

  constructor(file, name, bytes) {
    this.file = file;
    this.name = name;
    this.bytes = bytes;
  }

  /** A track as it was kept. What was under way begins anew. */
  static of({ file, name, bytes, hash, added, state, answers, explanations = {}, sha256, hasPicture, problems }) {
    const track = Object.assign(new Track(file, name, bytes), { hash, added, answers, explanations, sha256, hasPicture });
    learnGenres(track.genres);
    for (const [part, { message, retry }] of Object.entries(problems)) {
      track.problems[part] = new Problem(message, { retry });
    }
    track.state = ['sending', 'working'].includes(state) ? 'waiting' : state;
    return track;
  }

  /** What is kept of it, without its file and its picture. */
  get record() {
    const { id, hash, name, bytes, added, state, explanations, sha256, hasPicture } = this;
    const { picture, ...answers } = this.answers;
    const problems = Object.fromEntries(Object.entries(this.problems).map(([part, { message, retry }]) => [part, { message, retry }]));
    return { id, hash, name, bytes, added, state, answers, explanations, sha256, hasPicture, problems };
  }

  /** Its name among all tracks, from its content and its file's name; undefined until its content has been hashed. */
  get id() {
    return this.hash && `${this.hash.slice(0, ID_DIGITS)}/${this.name}`;
  }

  /** Parts that have not come. */
  get missing() {
    return PARTS.filter(part => !this.answers[part] && !(part === 'picture' && this.hasPicture));
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

  /** The genres that it may be, `{ labels, coverage }`, where the model promises how often it is one of them, and the track is no mix. */
  get set() {
    return this.refusal || this.mix ? undefined : this.answers.genres?.prediction.set ?? undefined;
  }

  /** The most probable genre, where it is more than a guess. */
  get best() {
    return this.refusal ? undefined : this.genres[0];
  }

  /** How long each genre lasts where there are several, the longest first: `[{ label, seconds }]`; undefined where there is one. */
  get mix() {
    const { genres: answer } = this.answers;
    if (this.#mixed !== answer) {
      this.#mixed = answer;
      const labels = this.genres.map(genre => genre.label);
      this.#mix = answer?.timeline?.length > 0 && this.duration > 0 ? mixOf(cellsOf(answer.timeline, labels, this.duration), labels, this.duration) : undefined;
    }
    return this.refusal ? undefined : this.#mix;
  }

  /** Seconds, from whoever knows. */
  get duration() {
    const { genres, picture, segments } = this.answers;
    return segments?.durationSeconds || genres?.audio?.durationSeconds || picture?.seconds || genres?.timeline.at(-1)?.endSeconds || 0;
  }
}

/**
 * The tracks, in the order they came, kept in a store. Tells `change` with the track, `list` when there are more or fewer, `identified` with a
 * track that has its `id`, and `same` with the track that there already was of a file.
 */
export class TrackList extends EventTarget {
  tracks = [];
  largestUpload = Infinity;

  /** Whether the queue waits for the connection. */
  paused = false;
  #store;
  #watched;
  #uploads = new Map();
  #beginnings = new Map();
  #identifying = Promise.resolve();
  #added = 0;

  constructor(store) {
    super();
    this.#store = store;
    connection.addEventListener('change', ({ detail: there }) => this.#pause(!there));
  }

  /** Brings back what was kept, before what has come since, and goes on with what was under way. */
  restore() {
    const restored = this.#restore();
    // Only then is it known which of the files that come are here already.
    this.#identifying = restored.catch(() => {});
    return restored;
  }

  async #restore() {
    const kept = (await this.#store.all()).toSorted((one, other) => one.added - other.added).map(Track.of);
    if (kept.length > 0) {
      this.#added = kept.at(-1).added;
      this.tracks = [...kept, ...this.tracks];
      this.#tell('list');
      this.#next();
    }
  }

  /** Adds files. */
  add(files) {
    const added = [...files].map(file => new Track(file, file.name, file.size));
    for (const track of added) {
      this.tracks.push(track);
      this.#identifying = this.#identifying.then(() => this.#identify(track));
    }
    if (added.length === 1 && !this.paused) {
      this.#hearBeginning(added[0]);
    }
    this.#tell('list');
    return added;
  }

  /** Takes tracks out of the list and the store; what it returns puts them back. */
  remove(tracks) {
    const places = tracks.map(track => [this.tracks.indexOf(track), track]).sort(([one], [other]) => one - other);
    tracks.forEach(track => this.cancel(track));
    this.#take(tracks);
    this.#store.removeTracks(tracks.map(track => track.id).filter(Boolean));
    return () => {
      const back = [...this.tracks];
      places.forEach(([place, track]) => back.splice(place, 0, track));
      this.tracks = back;
      this.#store.putTracks(tracks.filter(track => track.id).map(track => track.record));
      this.#tell('list');
    };
  }

  /** Has all of a track at hand while it is looked at. */
  async watch(track) {
    const before = this.#watched;
    this.#watched = track;
    this.#release(before);
    if (track?.hasPicture && !track.answers.picture) {
      const picture = await this.#store.picture(track.hash);
      track.hasPicture = picture !== undefined;
      if (!picture) {
        this.retry(track);
      } else if (track === this.#watched) {
        track.answers.picture = picture;
        this.#tell('change', track);
      }
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

  /** A stretch of a track's spectrogram at a higher resolution, by shares of the track, where the server still has it; undefined elsewhere. */
  async look(track, from, to) {
    const query = new URLSearchParams({ from: Math.max(0, from), to: Math.min(1, to) });
    return track.sha256 && ask(`pictures/${track.sha256}?${query}`).catch(() => undefined);
  }

  /** Asks why a track is of a genre, once. `done` brings the evidence, or says what went wrong; `cancel` gives it up. */
  explain(track, genre) {
    if (track.explanations[genre]) {
      return { done: Promise.resolve(track.explanations[genre]), cancel: () => {} };
    }
    if (!track.file) {
      return { done: Promise.reject(new Problem('The browser did not keep the file. Choose it again.')), cancel: () => {} };
    }
    let reply;
    let problem = new Problem('The server ended without an answer.', { retry: true });
    const { model, version } = track.answers.genres;
    const upload = send(track.file, track.name, ['explanation'], ({ kind, data }) => {
      if (kind === 'result') {
        reply = data;
      } else if (kind === 'failure') {
        problem = problemWith(track, data);
      }
    }, { model, version, genre });
    return {
      cancel: upload.cancel,
      done: upload.done.then(() => {
        if (!reply) {
          throw problem;
        }
        track.explanations[genre] = evidenceOf(reply);
        this.#keep(track);
        return track.explanations[genre];
      }),
    };
  }

  cancel(track) {
    this.#uploads.get(track)?.cancel();
    if (track.state === 'waiting') {
      this.#end(track, 'cancelled', new Problem('Cancelled.', { retry: true }));
    }
  }

  #take(tracks) {
    tracks.forEach(track => this.#beginnings.get(track)?.());
    const taken = new Set(tracks);
    this.tracks = this.tracks.filter(track => !taken.has(track));
    this.#tell('list');
  }

  #keep(track) {
    if (track.id && this.tracks.includes(track)) {
      this.#store.putTracks([track.record]);
    }
  }

  async #keepPicture(track) {
    if (track.id && track.answers.picture && !track.hasPicture) {
      track.hasPicture = await this.#store.putPicture(track.hash, track.answers.picture);
      this.#keep(track);
      this.#release(track);
    }
  }

  #release(track) {
    if (track?.hasPicture && track !== this.#watched) {
      delete track.answers.picture;
    }
  }

  // One after the other, ahead of the uploads. The same file again is no other track, and the same sound by another name is not sent again.
  async #identify(track) {
    try {
      if (track.bytes > this.largestUpload) {
        throw new Problem(`The file has ${size(track.bytes)}; the limit is ${size(this.largestUpload)}.`);
      }
      track.hash = await contentHash(track.file);
    } catch (problem) {
      this.#end(track, 'failed', problem instanceof Problem ? problem : new Problem('The browser cannot read the file.'));
      return;
    }
    if (!this.tracks.includes(track)) {
      return;
    }
    const twin = this.tracks.find(other => other !== track && other.id === track.id);
    if (twin) {
      twin.file = track.file;
      this.#take([track]);
      this.retry(twin);
      this.#tell('same', twin);
      return;
    }
    // Tracks come back in this order, also those of one millisecond.
    track.added = this.#added = Math.max(Date.now(), this.#added + 1);
    const alike = this.tracks.find(other => other !== track && other.hash === track.hash);
    if (alike) {
      Object.assign(track.answers, alike.answers);
      Object.assign(track, { sha256: alike.sha256, explanations: alike.explanations });
      track.hasPicture = alike.hasPicture;
      track === this.#watched ? this.watch(track) : this.#release(track);
    }
    alike ? this.#keep(track) : this.#store.addTrack(track.record, track.file);
    this.#tell('identified', track);
    this.#next();
  }

  #pause(paused) {
    if (this.paused !== paused) {
      this.paused = paused;
      this.#tell('list');
      this.tracks.filter(track => track.state === 'waiting').forEach(track => this.#tell('change', track));
      this.#next();
    }
  }

  #next() {
    for (const track of this.tracks) {
      if (this.paused || this.#uploads.size >= AT_ONCE) {
        return;
      }
      if (track.state === 'waiting' && track.id) {
        this.#run(track);
      }
    }
  }

  async #run(track) {
    const parts = track.missing;
    if (parts.length === 0) {
      this.#end(track, 'done');
      return;
    }
    track.state = 'sending';
    this.#tell('change', track);
    try {
      if (!track.file) {
        throw new Problem('The browser did not keep the file. Choose it again.');
      }

      const upload = send(track.file, track.name, parts, event => this.#hear(track, event));
      this.#uploads.set(track, upload);
      await upload.done;
      const silent = parts.find(part => !track.answers[part] && !track.problems[part]);
      if (silent) {
        throw new Problem('The server ended without an answer.', { retry: true });
      }
      this.#end(track, parts.includes('genres') && !track.answers.genres ? 'failed' : 'done');

    } catch (problem) {
      if (problem.lost) {
        Object.assign(track, { sent: 0, progress: 0, silent: false });
        this.#end(track, 'waiting');
        return;
      }
      this.#end(track, track.answers.genres ? 'done' : problem.message === 'Cancelled.' ? 'cancelled' : 'failed', problem);
    }
  }

  // Asks about longer and longer beginnings, while the whole is hashed and sent. What cannot be read without its end is waited for.
  #hearBeginning(track) {
    let upload;
    let over = false;
    const hear = ({ kind, data }) => {
      if (kind === 'result' && !over && !track.answers.genres) {
        track.early = data;
        learnGenres(data.prediction.genres);
        this.#tell('change', track);
      }
    };
    this.#beginnings.set(track, () => {
      over = true;
      track.early = undefined;
      upload?.cancel();
    });
    (async () => {
      for (const bytes of BEGINNINGS) {
        if (!over && track.bytes >= MUCH_LONGER * bytes) {
          upload = send(track.file.slice(0, bytes), track.name, ['genres'], hear);
          await upload.done.catch(() => {});
        }
      }
    })();
  }

  #end(track, state, problem) {
    this.#uploads.delete(track);
    this.#beginnings.get(track)?.();
    this.#beginnings.delete(track);
    track.state = state;
    if (problem) {
      track.problems.all = problem;
    }
    this.#keep(track);
    this.#keepPicture(track);
    this.#tell('change', track);
    this.#next();
  }

  #hear(track, { kind, part, data }) {
    track.silent = kind === 'silent';
    switch (kind) {
      case 'sent':
        track.sent = data;
        break;
      case 'uploaded':
        track.state = 'working';
        track.sha256 = data;
        break;
      case 'progress':
        track.progress = data;
        break;
      case 'result':
        track.answers[part] = data;
        learnGenres(track.genres);
        break;
      case 'failure':
        track.problems[part] = problemWith(track, data);
        break;
    }
    this.#tell('change', track);
  }

  #tell(type, track) {
    this.dispatchEvent(new CustomEvent(type, { detail: track }));
  }
}

// The services name the track in what they say of it; here it stands beside its name.
const problemWith = (track, refusal) => new Problem(plainReason(refusal.detail.replace(`${track.name}: `, '')), refusal);
