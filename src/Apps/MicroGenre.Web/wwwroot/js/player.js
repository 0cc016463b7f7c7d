// Plays a track: the browser's own copy, or what an address answers with.

import { Problem } from './api.js';
import { ReasonFilter } from './reason.js';

const VOLUME = 'volume';

/** Tells `time` while the position moves, `state` when it starts or stops, and `unplayable` where the browser cannot play the file. */
export class Player extends EventTarget {
  /** Whether a part, or else the track, begins anew at its end. */
  loops = false;
  #audio = new Audio();
  #url;
  #part;
  #frame;
  #filter;
  #disposed = new AbortController();

  /** `source` is a file, or an address that answers ranges. */
  constructor(source) {
    super();
    const { signal } = this.#disposed;
    this.#url = source instanceof Blob ? URL.createObjectURL(source) : undefined;
    this.#audio.preload = 'metadata';
    this.#audio.src = this.#url ?? source;
    this.#audio.volume = Number(localStorage.getItem(VOLUME) ?? 1);
    this.#audio.addEventListener('play', () => this.#watch(), { signal });
    this.#audio.addEventListener('pause', () => this.#tell('state'), { signal });
    this.#audio.addEventListener('ended', () => this.loops ? this.#again() : this.#tell('state'), { signal });
    for (const move of ['timeupdate', 'seeked', 'durationchange']) {
      this.#audio.addEventListener(move, () => this.#moved(), { signal });
    }
    this.#audio.addEventListener('error', () => this.#tell('unplayable'), { signal });
  }

  get time() {
    return this.#audio.currentTime;
  }

  get playing() {
    return !this.#audio.paused;
  }

  /** Seconds as the browser knows them, or 0. */
  get duration() {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : 0;
  }

  /** From 0 to 1, and remembered for the next track. */
  get volume() {
    return this.#audio.volume;
  }

  set volume(volume) {
    this.#audio.volume = volume;
    localStorage.setItem(VOLUME, volume);
  }

  /** Plays from a time, to another or to the end. */
  async play(from = this.time, until = Infinity) {
    this.#part = until === Infinity ? undefined : { from, until };
    this.seek(from);
    try {
      await this.#audio.play();
    } catch (refusal) {
      // Another play or pause came first: that one counts.
      if (refusal.name !== 'AbortError' && !this.#disposed.signal.aborted) {
        this.#tell('unplayable');
      }
    }
  }

  pause() {
    this.#audio.pause();
  }

  seek(seconds) {
    if (Math.abs(seconds - this.time) > 0.01) {
      this.#audio.currentTime = Math.max(0, seconds);
    }
  }

  /** Moves without the end of a part that is being heard. */
  move(seconds) {
    this.#part = undefined;
    this.seek(seconds);
  }

  /** Has a part begin anew at its end, the one being heard where there is one; without a part, the whole track. */
  loop(part) {
    this.loops = true;
    this.#part ??= part && { from: part.start, until: part.end };
  }

  /** Lets only the parts of a reason sound, as `ReasonFilter` takes them; all of the track where there is none. Throws where it cannot. */
  async hearOnly(reason) {
    if (reason || this.#filter) {
      const filter = this.#filter ??= new ReasonFilter(this.#audio);
      try {
        await filter.use(reason);
      } catch {
        filter.dispose();
        this.#filter = undefined;
        throw new Problem('The reason cannot be played just now. Try again.');
      }
      filter.follow(this.time);
    }
  }

  /** Falls silent for good, and tells nothing any more. */
  dispose() {
    this.#disposed.abort();
    cancelAnimationFrame(this.#frame);
    this.pause();
    this.#filter?.dispose();
    this.#url && URL.revokeObjectURL(this.#url);
    this.#audio.removeAttribute('src');
    this.#audio.load();
  }

  #watch() {
    this.#tell('state');
    cancelAnimationFrame(this.#frame);
    const step = () => {
      this.#moved();
      if (this.playing) {
        this.#frame = requestAnimationFrame(step);
      }
    };
    step();
  }

  #moved() {
    if (this.playing && this.#part && this.time >= this.#part.until) {
      this.loops ? this.seek(this.#part.from) : this.pause();
    }
    this.#filter?.follow(this.time);
    this.#tell('time');
  }

  #again() {
    this.play(this.#part?.from ?? 0, this.#part?.until);
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}
