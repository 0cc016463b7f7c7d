// Tracks that sound like others, and tracks on the way from one to another.

import { ask, withQuery } from '../api.js';
import { announce, element } from '../dom.js';
import { save } from '../export.js';
import { percent } from '../format.js';
import { showProblem } from '../notice.js';
import { toM3u8 } from './playlist.js';
import { bestOf, creditOf, genreMark, titleOf } from './trackText.js';

const COUNTS = [10, 25, 50, 100];

/** A list of found tracks. `play` and `open` are told what the reader picks, `close` that the list has been seen enough. */
export class Similar {
  #act;
  #seeds = [];
  #goal;
  #found = [];
  #heard;
  #request;
  #title = element('h2', { id: 'similar-title', tabIndex: -1 });
  #others = element('input', { type: 'checkbox', onchange: () => this.#ask() });
  #count = element('select', { onchange: () => this.#ask() }, COUNTS.map(count => element('option', { value: count }, String(count))));
  #save = element('button', { type: 'button', onclick: () => save('similar tracks.m3u8', 'audio/x-mpegurl', toM3u8([...this.#seeds, ...this.#found, this.#goal].filter(Boolean).map(one => one.track ?? one))) }, 'Save as M3U8');
  #list = element('ol', { class: 'found' });

  constructor(act) {
    this.#act = act;
    this.element = element('section', { class: 'card similar', 'aria-labelledby': 'similar-title', hidden: true },
      element('div', { class: 'library-track-head' }, this.#title, element('button', { type: 'button', class: 'plain', 'aria-label': 'Close similar tracks', onclick: () => this.close() }, 'Close')),
      element('div', { class: 'bar' }, element('label', { class: 'switch' }, this.#others, 'Other artists only'), element('label', { class: 'switch' }, 'Tracks', this.#count), this.#save),
      this.#list);
  }

  /** Finds tracks like these, or with a goal those on the way to it. */
  async show(seeds, goal) {
    [this.#seeds, this.#goal] = [seeds, goal];
    const [first] = seeds;
    this.#title.textContent = goal ? `From ${titleOf(first)} to ${titleOf(goal)}`
      : seeds.length === 1 ? `Like ${titleOf(first)}` : `Like ${titleOf(first)} and ${seeds.length - 1} more`;
    this.element.hidden = false;
    // What was found before is no answer to this.
    this.#found = [];
    this.#save.disabled = true;
    this.#list.replaceChildren();
    this.element.scrollIntoView({ block: 'nearest' });
    this.#title.focus({ preventScroll: true });
    await this.#ask();
  }

  /** Takes the list away. */
  close() {
    this.#request?.abort();
    this.element.hidden = true;
    this.#act.close();
  }

  /** Marks the track that is heard. */
  markHeard(track) {
    this.#heard = track?.id;
    for (const button of this.#list.querySelectorAll('.listen')) {
      const heard = button.closest('li').dataset.track === this.#heard;
      button.textContent = heard ? '❚❚' : '▶';
      button.ariaLabel = `${heard ? 'Pause' : 'Play'} ${button.closest('li').querySelector('.open').textContent}`;
    }
  }

  async #ask() {
    this.#request?.abort();
    const request = this.#request = new AbortController();
    const seeds = new URLSearchParams(this.#seeds.map(track => ['id', track.id]));
    try {
      const rest = withQuery('', { path_to: this.#goal?.id, count: this.#count.value, other_artists: this.#others.checked }).slice(1);
      const { tracks } = await ask(`library/similar?${seeds}&${rest}`, request);
      if (!request.signal.aborted) {
        this.#found = tracks;
        this.#list.replaceChildren(...tracks.map(found => this.#item(found)));
        this.element.querySelector('.notice')?.remove();
        this.#save.disabled = tracks.length === 0;
        this.markHeard(this.#heard ? { id: this.#heard } : undefined);
        announce(tracks.length === 0 ? 'No other track is like them' : `${tracks.length} tracks`);
      }
    } catch (problem) {
      problem.cancelled || showProblem(this.element, problem, () => this.#ask());
    }
  }

  #item({ track, similarity }) {
    const best = bestOf(track);
    return element('li', { 'data-track': track.id },
      element('button', { type: 'button', class: 'listen', onclick: () => this.#act.play(track) }, '▶'),
      element('span', { class: 'what' }, element('button', { type: 'button', class: 'open', onclick: () => this.#act.open(track) }, titleOf(track)), element('span', { class: 'credit' }, creditOf(track))),
      element('span', { class: 'genre' }, best ? genreMark(best.label) : ''),
      element('span', { class: 'number', title: 'Similarity' }, percent(Math.max(0, similarity))));
  }
}
