// The bar to play a track with: at hand wherever the reader is in it.

import { element } from './dom.js';
import { clock, spokenTime } from './format.js';

const STEPS = { ArrowLeft: -5, ArrowRight: 5, PageDown: -30, PageUp: 30, Home: -Infinity, End: Infinity };
const ZOOM_STEP = 2;

/** Play, position, time, loop, volume and zoom of one track, in a `place`. `partAt` says which part a time is in; a track without drawings has none, and no zoom. */
export class Transport {
  #player;
  #axis;
  #partAt;
  #events = new AbortController();
  #window = element('span', { class: 'window', 'aria-hidden': 'true', hidden: true });
  #strand = element('span', { class: 'strand', 'aria-hidden': 'true', hidden: true });
  #play = element('button', { type: 'button', class: 'primary play', onclick: () => this.toggle() }, 'Play');
  #clock = element('span', { class: 'clock' });
  #position = element('input', {
    type: 'range', min: 0, max: 0, step: 'any', value: 0, 'aria-label': 'Position',
    oninput: event => this.move(Number(event.target.value)),
    onkeydown: event => this.#keyDown(event),
  });
  #loop = element('button', { type: 'button', class: 'tool', 'aria-pressed': 'false', title: 'Play the part again and again', onclick: () => this.#toggleLoop() }, 'Loop');
  #volume = element('input', { type: 'range', class: 'volume', min: 0, max: 1, step: 0.05, 'aria-label': 'Volume', title: 'Volume', oninput: ({ target }) => { this.#player.volume = Number(target.value); } });
  #out = element('button', { type: 'button', class: 'tool', 'aria-label': 'Zoom out', title: 'Zoom out', disabled: true, onclick: () => this.#zoom(1 / ZOOM_STEP) }, '−');
  #in = element('button', { type: 'button', class: 'tool', 'aria-label': 'Zoom in', title: 'Zoom in', onclick: () => this.#zoom(ZOOM_STEP) }, '+');

  /** What holds at the position, in words. */
  now = element('p', { class: 'now fine' });

  constructor(place, player, axis, partAt) {
    this.#player = player;
    this.#axis = axis;
    this.#partAt = partAt;
    this.#volume.value = player.volume;
    const { signal } = this.#events;
    player.addEventListener('state', () => { this.#play.textContent = player.playing ? 'Pause' : 'Play'; }, { signal });
    player.addEventListener('unplayable', () => { this.#play.disabled = this.#loop.disabled = true; }, { signal });
    axis.addEventListener('change', () => this.#showWindow(), { signal });
    place.replaceChildren(
      this.#play, this.#clock, element('div', { class: 'position' }, this.#position, this.#strand, this.#window),
      element('div', { class: 'tools' }, this.#loop, this.#volume, partAt && [this.#out, this.#in]), this.now);
    this.show();
  }

  /** Whether there is something to hear. */
  get canPlay() {
    return !this.#play.disabled;
  }

  get duration() {
    return this.#axis.duration;
  }

  toggle() {
    this.#player.playing ? this.#player.pause() : this.#player.play(this.#player.time >= this.duration ? 0 : undefined);
  }

  /** Lets Space play or pause, where there is something to hear and Space would only scroll: not in elements that `takers` selects. */
  takeSpace(event, takers) {
    if (event.key === ' ' && this.canPlay && !event.target.closest(takers) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.repeat || this.toggle();
    }
  }

  move(seconds) {
    this.#player.move(Math.max(0, Math.min(this.duration, seconds)));
    this.show();
  }

  /** Lays the genres over time, as the stops of a gradient, along the position. */
  showGenres(stops) {
    this.#strand.hidden = !stops;
    this.#strand.style.setProperty('--ribbon', `linear-gradient(to right, ${stops})`);
  }

  /** Shows where the player is. */
  show() {
    const { time } = this.#player;
    this.#position.max = this.duration;
    this.#position.value = time;
    this.#position.setAttribute('aria-valuetext', `${spokenTime(time)} of ${spokenTime(this.duration)}`);
    this.#clock.textContent = `${clock(time)} / ${clock(this.duration)}`;
  }

  dispose() {
    this.#events.abort();
  }

  #toggleLoop() {
    if (this.#player.loops) {
      this.#player.loops = false;
    } else {
      this.#player.loop(this.#partAt?.(this.#player.time));
    }
    this.#loop.setAttribute('aria-pressed', String(this.#player.loops));
  }

  // The player's place stays in view; where it is out of it, the middle does.
  #zoom(factor) {
    const { time } = this.#player;
    const share = this.#axis.shareOf(time);
    this.#axis.zoom(factor, share >= 0 && share <= 1 ? time : undefined);
  }

  #showWindow() {
    const { from, to, duration, isWhole } = this.#axis;
    this.#window.hidden = isWhole;
    this.#window.style.setProperty('--from', from / duration);
    this.#window.style.setProperty('--to', to / duration);
    // A button that is disabled loses the focus.
    isWhole && document.activeElement === this.#out && this.#in.focus();
    this.#out.disabled = isWhole;
  }

  #keyDown(event) {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      this.move(this.#player.time + step);
    }
  }
}
