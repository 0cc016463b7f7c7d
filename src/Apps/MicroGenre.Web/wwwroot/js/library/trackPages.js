// The tracks of the library, a page at a time. Knows nothing of the document.

import { ask, withQuery } from '../api.js';

// Tracks on a page, and pages that are kept: as many tracks as a reader scrolls through, whatever the library's size.
const PAGE = 100;
const MOST_PAGES = 20;
const AT_ONCE = 2;

/**
 * The tracks that a query finds, of which only those near the ones in view are here. Tells `total` with how many there are, `change` when some
 * have come, and `problem` with what went wrong.
 */
export class TrackPages extends EventTarget {
  #query = {};
  #total;
  #pages = new Map();

  // What is shown until the first answer to a new question is there.
  #old = new Map();
  #asked = new Map();
  #wanted = [0];

  /** How many tracks there are; undefined until the first answer. */
  get total() {
    return this.#total;
  }

  /** What is asked for: the parameters of `library/tracks`. */
  get query() {
    return this.#query;
  }

  /** Whether an answer is awaited. */
  get busy() {
    return this.#asked.size > 0;
  }

  /** How many tracks are in memory. */
  get kept() {
    return PAGE * this.#pages.size;
  }

  /** Asks for other tracks. Answers to what was asked before are dropped. */
  look(query) {
    this.#query = query;
    this.#wanted = [0];
    this.refresh();
  }

  /** Asks again for what is in view. */
  refresh() {
    this.#asked.forEach(request => request.abort());
    this.#asked.clear();
    this.#old = this.#pages.size > 0 ? this.#pages : this.#old;
    this.#pages = new Map();
    this.#next();
  }

  /** The track at a place; undefined while it is not here. */
  at(place) {
    const page = Math.floor(place / PAGE);
    return (this.#pages.get(page) ?? this.#old.get(page))?.[place % PAGE];
  }

  /** Puts what has become of a track in its place. */
  replace(track) {
    for (const page of this.#pages.values()) {
      const place = page.findIndex(one => one.id === track.id);
      if (place >= 0) {
        page[place] = track;
        this.#tell('change');
      }
    }
  }

  /** Has the tracks from a place to another at hand. What was asked for elsewhere and has not come is given up. */
  want(first, last) {
    const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
    this.#wanted = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    for (const [page, request] of this.#asked) {
      if (!this.#wanted.includes(page)) {
        request.abort();
        this.#asked.delete(page);
      }
    }
    this.#next();
  }

  #next() {
    for (const page of this.#wanted) {
      const known = this.#pages.get(page);
      if (known) {
        // The last one that was looked at is the last to go.
        this.#pages.delete(page);
        this.#pages.set(page, known);
      } else if (!this.#asked.has(page) && this.#asked.size < AT_ONCE) {
        this.#ask(page);
      }
    }
  }

  async #ask(page) {
    const request = new AbortController();
    this.#asked.set(page, request);
    try {
      const { tracks, totalSize } = await ask(withQuery('library/tracks', { ...this.#query, page_size: PAGE, skip: page * PAGE }), request);
      if (!request.signal.aborted) {
        this.#asked.delete(page);
        this.#take(page, tracks, Number(totalSize));
      }
    } catch (problem) {
      if (!request.signal.aborted) {
        this.#asked.delete(page);
        this.dispatchEvent(new CustomEvent('problem', { detail: problem }));
      }
    }
  }

  #take(page, tracks, total) {
    this.#old = new Map();
    this.#pages.set(page, tracks);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size > MOST_PAGES && !this.#wanted.includes(oldest)) {
        this.#pages.delete(oldest);
      }
    }
    if (total !== this.#total) {
      this.#total = total;
      this.#tell('total');
    }
    this.#tell('change');
    this.#next();
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}
