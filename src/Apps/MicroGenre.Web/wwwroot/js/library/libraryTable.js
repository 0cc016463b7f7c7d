// The table of the library: a row for each track, of which only those in view are in the document.

import { announce, element } from '../dom.js';
import { clock, percent } from '../format.js';
import { Rows } from '../rows.js';
import { genreName } from '../wording.js';
import { bestOf, genreMark, keyName, refusalOf, titleOf } from './trackText.js';

// `sort` is how the service calls it, `last` whether the greatest come first at the first press.
const COLUMNS = [
  { title: 'Track', name: 'name', sort: 'path' },
  { title: 'Artist', name: 'artist', sort: 'artist' },
  { title: 'Genre', name: 'genre', sort: 'genre' },
  { title: 'Share', name: 'share', sort: 'probability', number: true },
  { title: 'Tag', name: 'tag' },
  { title: 'Label', name: 'label' },
  { title: 'Tempo', name: 'tempo', sort: 'tempo', number: true },
  { title: 'Key', name: 'tonality' },
  { title: 'Length', name: 'length', sort: 'duration', number: true },
  { title: 'Year', name: 'year', sort: 'year', number: true },
];

const FIRST_SORT = 'path';

/**
 * Shows the tracks of `pages`. `open` is told the track that the reader picks, `walk` the one that the reader goes on to while another is open,
 * `play` the one to be heard, `sort` by what and which way, `pick` that other tracks are selected.
 */
export class LibraryTable {
  #pages;
  #act;
  #rows;
  #frame = element('div', { class: 'table-frame' });
  #body = element('tbody', { role: 'rowgroup' });
  #table;
  #current = 0;
  #opened;
  #heard;
  #picked = new Map();
  #anchor;
  #awaited;

  // Where the reader has gone on to while a track is open, until the track there is here.
  #goal;

  // What the cells of a row are, by the row; and the track that each row shows.
  #cells = new WeakMap();
  #shown = new WeakMap();

  constructor(pages, act) {
    this.#pages = pages;
    this.#act = act;
    const hidden = text => element('span', { class: 'visually-hidden' }, text);
    const heading = (name, ...content) => element('th', { scope: 'col', role: 'columnheader', class: name }, ...content);
    this.#table = element('table', { role: 'grid', 'aria-labelledby': 'library-tracks-title', 'aria-multiselectable': 'true', 'aria-rowcount': 1 },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row', 'aria-rowindex': 1 },
        heading('pick', hidden('Selected')), heading('listen', hidden('Play')),
        COLUMNS.map(column => heading(classOf(column), column.sort ? element('button', { type: 'button', onclick: () => this.#sortBy(column) }, column.title) : column.title)))),
      this.#body);
    this.#frame.append(this.#table);
    this.element = element('div', { class: 'tracks library-tracks' }, this.#frame);
    this.#rows = new Rows(this.#frame, this.#body, {
      make: place => this.#make(place),
      refill: (row, place) => this.#fill(row, place),
      keep: () => this.#current,
      seen: (first, last) => this.#pages.want(first, last),
    });
    this.#body.addEventListener('keydown', event => this.#keyDown(event));
    this.#body.addEventListener('click', event => this.#clicked(event));
    this.#body.addEventListener('focusin', ({ target }) => this.#focused(target));
    pages.addEventListener('total', () => this.#fit());
    pages.addEventListener('change', () => this.#soon());
  }

  /** The tracks that the reader has selected, in the order of their selection. */
  get picked() {
    return [...this.#picked.values()];
  }

  /** Shows another question's answers from their beginning. */
  begin() {
    this.#current = 0;
    this.#goal = undefined;
    this.#frame.scrollTop = 0;
    this.#table.setAttribute('aria-busy', 'true');
    const { sort = FIRST_SORT, descending } = this.#pages.query;
    for (const column of COLUMNS) {
      const head = this.#table.querySelector(`thead .${column.name}`);
      column.sort === sort ? head.setAttribute('aria-sort', descending ? 'descending' : 'ascending') : head.removeAttribute('aria-sort');
    }
  }

  /** Marks the track that is open. */
  select(track) {
    this.#opened = track?.id;
    this.#goal = track && this.#goal;
    this.#update();
  }

  /** Marks the track that is heard. */
  markHeard(track) {
    this.#heard = track?.id;
    this.#update();
  }

  /** Puts the focus on the row that had it last. */
  focus() {
    this.#goTo(this.#current, 'open');
  }

  /** Selects none. */
  unpick() {
    this.#picked.clear();
    this.#update();
    this.#act.pick();
  }

  // Rows are known by their places: tracks come and go.
  #fit() {
    const { total } = this.#pages;
    this.#current = Math.max(0, Math.min(this.#current, total - 1));
    this.#table.setAttribute('aria-rowcount', total + 1);
    this.#rows.show({ length: total, at: place => place, indexOf: place => (place < total ? place : -1) });
    this.#markStop();
  }

  // Once for all that has come until the next frame.
  #soon() {
    this.#awaited ??= requestAnimationFrame(() => this.#update());
  }

  #update() {
    cancelAnimationFrame(this.#awaited);
    this.#awaited = undefined;
    this.#table.setAttribute('aria-busy', String(this.#pages.busy && this.#pages.at(this.#current) === undefined));
    this.#rows.rows.forEach((row, place) => this.#fill(row, place));
    this.#follow();
  }

  #make(place) {
    const cell = (name, ...content) => element('td', { role: 'gridcell', class: name }, ...content);
    const [pick, listen, open, credit] = [
      element('input', { type: 'checkbox', class: 'pick' }), element('button', { type: 'button', class: 'listen' }, '▶'),
      element('button', { type: 'button', class: 'open' }), element('span', { class: 'credit' }, element('span', { class: 'by' }), element('span', {})),
    ];
    const columns = COLUMNS.slice(1).map(column => cell(classOf(column)));
    const row = element('tr', { role: 'row' }, cell('pick', pick), cell('listen', listen), cell('name', open, credit), columns);
    this.#cells.set(row, { pick, listen, open, credit, ...Object.fromEntries(columns.map((one, i) => [COLUMNS[i + 1].name, one])) });
    this.#fill(row, place);
    return row;
  }

  #fill(row, place) {
    const track = this.#pages.at(place);
    const cells = this.#cells.get(row);
    const stop = place === this.#current ? 0 : -1;
    const { pick, listen, open } = cells;
    [pick, listen, open].forEach(control => control.tabIndex === stop || (control.tabIndex = stop));
    row.dataset.place = place;
    const opened = track !== undefined && track.id === this.#opened;
    row.classList.toggle('selected', opened);
    row.setAttribute('aria-selected', String(track !== undefined && this.#picked.has(track.id)));
    opened ? open.setAttribute('aria-current', 'true') : open.removeAttribute('aria-current');
    pick.checked = track !== undefined && this.#picked.has(track.id);
    const heard = track !== undefined && track.id === this.#heard;
    listen.textContent = heard ? '❚❚' : '▶';
    const known = this.#shown.get(row);
    if (track === undefined ? known === place : known === track && listen.ariaLabel?.startsWith(heard ? 'Pause' : 'Play')) {
      return;
    }
    this.#shown.set(row, track ?? place);
    row.classList.toggle('pending', track === undefined);
    row.classList.toggle('failed', Boolean(track?.failure));
    pick.disabled = listen.disabled = track === undefined || track.state === 'TRACK_STATE_GONE';
    const title = track ? titleOf(track) : '';
    pick.ariaLabel = track ? `Select ${title}` : `Select track ${place + 1}`;
    listen.ariaLabel = track ? `${heard ? 'Pause' : 'Play'} ${title}` : `Play track ${place + 1}`;
    open.textContent = track ? title : `Track ${place + 1} is loading`;
    open.title = track?.path ?? '';
    const [by, album] = cells.credit.children;
    by.textContent = track?.artist ? `${track.artist}${track.album && ' · '}` : '';
    album.textContent = track?.album ?? '';
    const best = track && bestOf(track);
    cells.artist.textContent = track?.artist ?? '';
    cells.genre.replaceChildren(...(best ? genreMark(best.label) : [track ? refusalOf(track) : '']));
    cells.genre.title = track?.failure || track?.reason || '';
    cells.share.textContent = best ? percent(best.probability) : '';
    cells.tag.textContent = track?.tagGenre ?? '';
    cells.label.textContent = track?.label ? genreName(track.label) : '';
    cells.tempo.textContent = track?.tempo ? String(Math.round(track.tempo)) : '';
    cells.tonality.textContent = track?.key ? keyName(track.key) : '';
    cells.length.textContent = track?.durationSeconds ? clock(track.durationSeconds) : '';
    cells.year.textContent = track?.year ?? '';
  }

  #sortBy({ sort, number }) {
    const { sort: before = FIRST_SORT, descending = false } = this.#pages.query;
    this.#act.sort(sort, sort === before ? !descending : Boolean(number));
  }

  // One row is a stop of the Tab key, however many rows there are.
  #markStop() {
    this.#rows.rows.forEach((row, place) => row.querySelectorAll('button, input').forEach(control => { control.tabIndex = place === this.#current ? 0 : -1; }));
  }

  #goTo(place, control) {
    this.#current = place;
    this.#rows.reveal(place);
    this.#markStop();
    const row = this.#rows.rows.get(place);
    (row?.querySelector(`.${control}:enabled`) ?? row?.querySelector('.open'))?.focus({ preventScroll: true });
  }

  #focused(target) {
    const place = placeOf(target);
    if (place !== this.#current) {
      this.#current = place;
      this.#markStop();
    }
  }

  // ↑ and ↓ go from track to track, and an open track gives way to the next.
  #keyDown(event) {
    const here = placeOf(event.target);
    const { page } = this.#rows;
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: Infinity }[event.key];
    if (there === undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const place = Math.max(0, Math.min(this.#pages.total - 1, there));
    this.#goTo(place, ['pick', 'listen'].find(name => event.target.classList.contains(name)) ?? 'open');
    this.#goal = this.#opened === undefined ? undefined : place;
    this.#follow();
  }

  #follow() {
    const track = this.#goal === this.#current ? this.#pages.at(this.#goal) : undefined;
    if (track) {
      this.#goal = undefined;
      this.#act.walk(track);
    }
  }

  // What the row shows counts: another track may have taken its place since the last frame.
  #clicked(event) {
    const control = event.target.closest('button, input');
    const track = control && this.#shown.get(control.closest('tr'));
    if (!track?.id) {
      return;
    }
    if (control.classList.contains('pick')) {
      this.#pick(placeOf(control), track, control.checked, event.shiftKey);
    } else {
      control.classList.contains('listen') ? this.#act.play(track) : this.#act.open(track);
    }
  }

  // With the Shift key, all rows from the last one that was picked, as far as they are here.
  #pick(place, track, checked, isRange) {
    const from = isRange && this.#anchor !== undefined ? this.#anchor : place;
    for (let at = Math.min(from, place); at <= Math.max(from, place); at++) {
      const one = at === place ? track : this.#pages.at(at);
      if (one) {
        checked ? this.#picked.set(one.id, one) : this.#picked.delete(one.id);
      }
    }
    this.#anchor = place;
    this.#update();
    this.#act.pick();
    isRange && announce(`${this.#picked.size} selected`);
  }
}

const placeOf = node => Number(node.closest('tr').dataset.place);
const classOf = column => [column.name, column.number && 'number'].filter(Boolean).join(' ');
