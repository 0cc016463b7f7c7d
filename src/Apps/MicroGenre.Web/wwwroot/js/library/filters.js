// What the table and the map are narrowed down to.

import { element } from '../dom.js';
import { genreName } from '../wording.js';
import { keyName } from './trackText.js';

// After so long without another letter, what was typed is asked for, in milliseconds.
const PAUSE = 250;

const KEYS = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'].flatMap(tonic => [`${tonic}:maj`, `${tonic}:min`]);
const STATES = { '': 'analysed', failed: 'could not be analysed', gone: 'gone' };
const VERDICTS = { '': 'any', ok: 'has a genre', unfamiliar: 'unfamiliar', no_music: 'no music' };

/** A search and filters; `changed` is told the parameters of `library/tracks` that they are. */
export class Filters {
  #changed;
  #told = '{}';
  #pause;
  #search = element('input', { type: 'search', name: 'text', 'aria-label': 'Search', placeholder: 'Search titles, artists, albums, files', autocomplete: 'off' });
  #genre = element('select', { name: 'genre' });
  #count = element('span', { class: 'fine' });
  #clear = element('button', { type: 'reset', hidden: true }, 'Clear filters');
  #form;

  constructor(changed) {
    this.#changed = changed;
    const number = (name, properties) => element('input', { type: 'number', name, ...properties });
    const choice = (name, options) => element('select', { name }, Object.entries(options).map(([value, text]) => element('option', { value }, text)));
    const range = (text, from, to) => element('div', { role: 'group', 'aria-label': text, class: 'range' }, element('span', {}, text), from, '–', to);
    this.#form = element('form', { class: 'filters', role: 'search', 'aria-label': 'Search and filters', onsubmit: event => event.preventDefault() },
      this.#search,
      element('details', {}, element('summary', {}, 'Filters ', this.#count), element('div', { class: 'filter-fields' },
        element('label', {}, 'Genre', this.#genre),
        element('label', {}, 'At least so probable, in %', number('min_probability', { min: 0, max: 100, step: 1 })),
        range('Tempo', number('min_tempo', { min: 20, max: 400, 'aria-label': 'Tempo from' }), number('max_tempo', { min: 20, max: 400, 'aria-label': 'Tempo to' })),
        range('Year', number('min_year', { min: 1000, max: 9999, 'aria-label': 'Year from' }), number('max_year', { min: 1000, max: 9999, 'aria-label': 'Year to' })),
        element('label', {}, 'Key', choice('key', { '': 'any', ...Object.fromEntries(KEYS.map(key => [key, keyName(key)])) })),
        element('label', {}, 'Verdict', choice('verdict', VERDICTS)),
        element('label', {}, 'Files', choice('state', STATES)))),
      this.#clear);
    this.element = this.#form;
    this.#form.addEventListener('input', () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#tell(), PAUSE);
    });
    // The fields are empty once the event is over.
    this.#form.addEventListener('reset', () => setTimeout(() => {
      this.#search.focus();
      this.#tell();
    }));
    this.showGenres([]);
  }

  /** Offers genres, the most frequent first: `[{ label, tracks }]`. */
  showGenres(genres) {
    const { value } = this.#genre;
    this.#genre.replaceChildren(element('option', { value: '' }, 'any'), ...genres.map(({ label, tracks }) => element('option', { value: label }, `${genreName(label)} (${Number(tracks).toLocaleString()})`)));
    this.#genre.value = value;
  }

  /** The parameters that are set. */
  get query() {
    const given = Object.entries(Object.fromEntries(new FormData(this.#form))).filter(([, value]) => value !== '');
    const query = Object.fromEntries(given.map(([name, value]) => [name, value.trim()]));
    return query.min_probability === undefined ? query : { ...query, min_probability: Number(query.min_probability) / 100 };
  }

  #tell() {
    clearTimeout(this.#pause);
    const { query } = this;
    const told = JSON.stringify(query);
    const filters = Object.keys(query).filter(name => name !== 'text').length;
    this.#count.textContent = filters > 0 ? `(${filters})` : '';
    this.#clear.hidden = Object.keys(query).length === 0;
    if (told !== this.#told && this.#form.checkValidity()) {
      this.#told = told;
      this.#changed(query);
    }
  }
}
