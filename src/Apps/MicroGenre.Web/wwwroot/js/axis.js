// Which stretch of a track is shown: one time axis for all that is drawn of it.

// Nothing is told apart in less, in seconds.
const SHORTEST = 2;

/** A stretch of a track, from and to in seconds; all of it until the reader looks closer. Tells `change`. */
export class Axis extends EventTarget {
  duration = 0;
  from = 0;
  to = 0;

  /** Takes up how long the track is, and shows all of it. */
  fit(duration) {
    if (duration !== this.duration) {
      this.duration = duration;
      this.#show(0, duration);
    }
  }

  get span() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.span >= this.duration;
  }

  /** Where a time is: 0 at the left end of what is shown, 1 at the right. */
  shareOf(seconds) {
    return this.span > 0 ? (seconds - this.from) / this.span : 0;
  }

  /** The time at a place. */
  secondsAt(share) {
    return Math.max(0, Math.min(this.duration, this.from + share * this.span));
  }

  /** Looks closer by a factor, or from farther by one below 1; what is at `around` stays where it is. */
  zoom(factor, around = (this.from + this.to) / 2) {
    const share = this.shareOf(around);
    const span = Math.max(Math.min(SHORTEST, this.duration), Math.min(this.duration, this.span / factor));
    this.#show(around - share * span, span);
  }

  /** Moves what is shown. */
  pan(seconds) {
    this.#show(this.from + seconds, this.span);
  }

  /** Brings a time into view; a page further where it has just left it. */
  reveal(seconds) {
    if (seconds < this.from || seconds > this.to) {
      this.#show(seconds, this.span);
    }
  }

  #show(from, span) {
    const start = Math.max(0, Math.min(this.duration - span, from));
    if (start !== this.from || start + span !== this.to) {
      [this.from, this.to] = [start, start + span];
      this.dispatchEvent(new Event('change'));
    }
  }
}
