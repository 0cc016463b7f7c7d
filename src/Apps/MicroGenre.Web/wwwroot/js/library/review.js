// Tracks to decide on, one after the other, by ear and by keyboard.

import { announce, element } from '../dom.js';
import { percent } from '../format.js';
import { showProblem } from '../notice.js';
import { bar } from '../verdict.js';
import { genreName } from '../wording.js';
import { genreField, knowGenres, labelOf } from './genreField.js';
import { label } from './labels.js';
import { creditOf, fileNameOf, spokenOf, titleOf } from './trackText.js';

const ROUND = 20;
const MOST_SHOWN = 4;

// The library does not hold enough for the question.
const NOT_YET = 409;

// A track is heard from its middle: beginnings tell little.
const MIDDLE = 0.5;

/**
 * A round of tracks. `kind` says which: its `title` and `lead`, `load(count)` for the tracks, `about(item)` in a line, `choices(item)` as
 * `[{ key, text, genre }]`, of which one without a genre leaves the label as it is, and `none` for when there are no tracks.
 */
export class Review {
  #kind;
  #listener;
  #items = [];
  #at = 0;
  #round = { first: 0, count: 0 };
  #seen = new Set();
  #decided = new Map();
  #history = [];
  #listens = false;
  #saving = false;
  #loading;
  #card = element('div', { class: 'card review-card' });
  #title = element('h2', { tabIndex: -1, id: 'review-title' });
  #field;

  constructor(kind, listener) {
    [this.#kind, this.#listener] = [kind, listener];
    this.element = element('section', { class: 'review', 'aria-label': kind.title, tabIndex: -1 },
      element('p', { class: 'lead' }, kind.lead), this.#card);
    this.element.addEventListener('keydown', event => this.#keyDown(event));
    listener.addEventListener('state', () => this.#markHeard());
  }

  /** Begins where it was left, or with a first round. */
  async show() {
    if (this.#items.length === 0) {
      await this.#load();
    } else {
      this.#render();
    }
  }

  get #item() {
    return this.#items[this.#at];
  }

  async #load() {
    this.#loading ??= this.#loadRound().finally(() => { this.#loading = undefined; });
    await this.#loading;
  }

  // Those that were skipped are found again, and are not shown again.
  async #loadRound() {
    this.#title.textContent = 'Looking for tracks …';
    this.#put(this.#title);
    try {
      const skipped = this.#items.length - this.#decided.size;
      const found = (await this.#kind.load(ROUND + skipped)).filter(({ track }) => !this.#seen.has(track.id)).slice(0, ROUND);
      found.forEach(({ track }) => {
        this.#seen.add(track.id);
        knowGenres([...track.genres.map(genre => genre.label), track.label]);
      });
      this.#round = { first: this.#items.length, count: found.length };
      this.#items.push(...found);
      this.#at = this.#round.first;
      this.#render();
    } catch (problem) {
      this.#title.textContent = this.#kind.title;
      if (problem.status === NOT_YET) {
        this.#put(this.#title, element('p', {}, problem.message),
          element('div', { class: 'bar' }, element('button', { type: 'button', onclick: () => this.#load() }, 'Look again')));
      } else {
        showProblem(this.#card, problem, () => this.#load());
      }
    }
  }

  #render() {
    const item = this.#item;
    item ? this.#fill(item) : this.#fillEnd();
  }

  // What had the focus is taken away: the title gets it, so that keys are heard.
  #put(...content) {
    const hadFocus = this.element.contains(document.activeElement);
    this.#card.replaceChildren(...content);
    hadFocus && this.#title.focus({ preventScroll: true });
  }

  #fill(item) {
    const { track } = item;
    const decision = this.#decided.get(item);
    this.#title.textContent = titleOf(track);
    this.#field = genreField({ id: 'other-genre', placeholder: 'Another genre', onkeydown: event => event.key === 'Escape' && this.#title.focus() });
    this.#put(
      element('p', { class: 'fine progress' }, this.#progress()),
      this.#title,
      element('p', { class: 'fine' }, [creditOf(track), track.year, track.title && fileNameOf(track.path)].filter(Boolean).join(' · ')),
      element('p', { class: 'about' }, this.#kind.about(item)),
      element('ol', { class: 'genres' }, track.genres.slice(0, MOST_SHOWN).map(genre => bar(genre.label, genre.probability, percent(genre.probability)))),
      element('p', { class: 'decision', 'aria-live': 'polite' }, decision ? `Decided: ${decision.text}` : ''),
      element('div', { class: 'bar choices-bar' }, this.#button('Space', this.#listener.heard?.id === track.id ? 'Pause' : 'Play from the middle', () => this.#toggle(), 'listen-choice'),
        this.#kind.choices(item).map(choice => this.#button(choice.key, choice.text, () => this.#decide(choice), decision?.key === choice.key ? 'chosen' : ''))),
      element('form', { class: 'bar', onsubmit: event => {
        event.preventDefault();
        const genre = labelOf(this.#field.value);
        this.#decide({ key: 'O', text: genreName(genre), genre });
      } }, element('label', { for: 'other-genre' }, element('kbd', {}, 'O'), ' Other'), this.#field, element('button', {}, 'Label it')),
      element('div', { class: 'bar' }, this.#button('S', 'Skip', () => this.#next()),
        this.#button('U', 'Undo', () => this.#undo(), '', this.#history.length === 0),
        this.#button('←', 'Previous', () => this.#go(this.#at - 1), '', this.#at === 0), this.#button('→', 'Next', () => this.#next())));
    announce(`${this.#progress()}: ${spokenOf(track)}. ${this.#kind.about(item)}`);
    if (this.#listens) {
      this.#listener.play(track, MIDDLE);
    }
  }

  #fillEnd() {
    this.#listens = false;
    this.#listener.pause();
    const genres = [...new Set([...this.#decided.values()].map(decision => decision.genre).filter(Boolean))];
    this.#title.textContent = this.#items.length === 0 ? this.#kind.none : 'That was the last one';
    this.#put(this.#title,
      this.#decided.size > 0 ? element('p', {}, `You have decided ${this.#decided.size} of ${this.#items.length} tracks.`) : '',
      genres.length > 0 ? element('p', {}, 'A copy of the model learns a genre from the tracks with its label:') : '',
      genres.length > 0 ? element('pre', { tabIndex: 0, 'aria-label': 'Commands' }, genres.map(commandOf).join('\n')) : '',
      genres.length > 0 ? element('p', { class: 'fine' }, 'FOLDER is the folder of the library\'s database. Then scan with the new model.') : '',
      element('div', { class: 'bar' }, this.#history.length > 0 ? this.#button('U', 'Undo', () => this.#undo()) : '',
        this.#items.length > 0 ? this.#button('←', 'Previous', () => this.#go(this.#items.length - 1)) : '',
        element('button', { type: 'button', onclick: () => this.#load() }, 'Look again')));
    announce(this.#title.textContent);
  }

  #progress() {
    const { first, count } = this.#round;
    return this.#at >= first ? `${this.#at - first + 1} of ${count}` : `${this.#at + 1} of ${first}, earlier`;
  }

  #button(key, text, act, name, disabled = false) {
    return element('button', { type: 'button', class: name, disabled, onclick: act, 'aria-keyshortcuts': key === '←' ? 'ArrowLeft' : key === '→' ? 'ArrowRight' : key },
      element('kbd', { 'aria-hidden': 'true' }, key), ' ', element('span', {}, text));
  }

  #markHeard() {
    const text = this.#card.querySelector('.listen-choice span');
    if (text && this.#item) {
      const heard = this.#listener.heard?.id === this.#item.track.id;
      text.textContent = heard ? 'Pause' : 'Play from the middle';
    }
  }

  // Once the reader listens, each next track is heard as well.
  #toggle() {
    this.#listener.toggle(this.#item.track, MIDDLE);
    this.#listens = this.#listener.heard?.id === this.#item.track.id || !this.#listens;
  }

  async #decide(choice, item = this.#item) {
    if (this.#saving || !item) {
      return;
    }
    this.#saving = true;
    const before = this.#decided.get(item)?.before ?? item.track.label;
    try {
      if (choice.genre !== undefined) {
        await label(item.track, choice.genre);
      }
      this.#decided.set(item, { ...choice, before });
      this.#history = [...this.#history.filter(one => one !== item), item];
      this.#saving = false;
      announce(choice.text);
      // Unless the reader has gone on meanwhile.
      item === this.#item && this.#next();
    } catch (problem) {
      this.#saving = false;
      showProblem(this.#card, problem, () => this.#decide(choice, item));
    }
  }

  async #undo() {
    const item = this.#history.at(-1);
    if (this.#saving || !item) {
      return;
    }
    this.#saving = true;
    try {
      const { genre, before, text } = this.#decided.get(item);
      if (genre !== undefined) {
        await label(item.track, before);
      }
      this.#history.pop();
      this.#decided.delete(item);
      announce(`Undone: ${text}`);
      this.#go(this.#items.indexOf(item));
    } catch (problem) {
      showProblem(this.#card, problem, () => this.#undo());
    }
    this.#saving = false;
  }

  #next() {
    if (this.#at + 1 < this.#items.length) {
      this.#go(this.#at + 1);
    } else if (this.#round.count > 0) {
      this.#load();
    }
  }

  #go(place) {
    if (place >= 0 && place < this.#items.length) {
      this.#at = place;
      this.#render();
    }
  }

  // Letters count only where the focus is on the round, and not in its field (WCAG 2.1.4), and while there is a track to decide on.
  #keyDown(event) {
    if (this.#loading || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea')) {
      return;
    }
    const item = this.#item;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const choice = item && this.#kind.choices(item).find(one => one.key === key);
    const act = choice ? () => this.#decide(choice) : {
      ' ': event.target.closest('button, summary, a') ? undefined : () => item && this.#toggle(),
      O: () => this.#field?.focus(),
      S: () => item && this.#next(),
      U: () => this.#undo(),
      ArrowLeft: () => this.#go(Math.min(this.#at, this.#items.length) - 1),
      ArrowRight: () => item && this.#next(),
    }[key];
    if (act) {
      event.preventDefault();
      event.repeat || act();
    }
  }
}

const commandOf = genre => `./microgenre teach ${/^[\w-]+$/.test(genre) ? genre : `'${genre.replaceAll("'", "'\\''")}'`} --library FOLDER --as mine`;
