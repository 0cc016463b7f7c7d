// The table of several tracks.

import { announce, byId, element } from './dom.js';
import { clock, percent } from './format.js';
import { fileNameOf, save, toCsv, toJson } from './export.js';
import { genreName } from './wording.js';

const COLUMNS = [
  { title: 'Track', name: 'name', key: track => track.name.toLowerCase() },
  { title: 'Genre', name: 'genre', key: track => track.best?.label ?? '' },
  { title: 'Share', name: 'share', key: track => track.best?.probability ?? -1, number: true },
  { title: 'Length', name: 'length', key: track => track.duration, number: true },
  { title: 'State', name: 'state', key: track => track.state },
];

const STATES = { waiting: 'Waiting', working: 'Listening', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

/** Shows the list, unless its only track is open. `open` is told the track that the reader picks, `remove` the one to be taken away. */
export class TrackTable {
  #list;
  #open;
  #remove;
  #rows = new Map();
  #sort = { column: null, ascending: true };
  #selected;
  #arranging;
  #busy = 0;

  constructor(list, { open, remove }) {
    this.#list = list;
    this.#open = open;
    this.#remove = remove;
    const head = byId('tracks').querySelector('thead');
    // Roles are said, since the table is laid out otherwise on a phone, and some browsers then forget that it is one.
    head.append(element('tr', { role: 'row' }, COLUMNS.map((column, i) => element('th', { scope: 'col', role: 'columnheader', class: classOf(column) },
      element('button', { type: 'button', onclick: () => this.#sortBy(i) }, column.title))),
      element('th', { scope: 'col', role: 'columnheader', class: 'actions' }, element('span', { class: 'visually-hidden' }, 'Actions'))));
    byId('save-csv').addEventListener('click', () => save(fileNameOf(list.tracks, 'csv'), 'text/csv', toCsv(this.#sorted())));
    byId('save-json').addEventListener('click', () => save(fileNameOf(list.tracks, 'json'), 'application/json', toJson(this.#sorted())));
    byId('retry-all').addEventListener('click', () => list.tracks.filter(canRetry).forEach(track => list.retry(track)));
    list.addEventListener('list', () => this.#refresh());
    list.addEventListener('change', ({ detail }) => this.#update(detail));
  }

  /** Marks the track that is shown below. */
  select(track) {
    this.#selected = track;
    const { tracks } = this.#list;
    byId('tracks').hidden = tracks.length === 0 || (tracks.length === 1 && tracks[0] === track);
    for (const [one, row] of this.#rows) {
      row.element.classList.toggle('selected', one === track);
      one === track ? row.open.setAttribute('aria-current', 'true') : row.open.removeAttribute('aria-current');
    }
  }

  /** Puts the focus on a track's name. */
  focus(track) {
    this.#rows.get(track)?.open.focus();
  }

  /** The track below another, or above it where it is the last; undefined where it is alone. */
  after(track) {
    const tracks = this.#sorted();
    const place = tracks.indexOf(track);
    return tracks[place + 1] ?? tracks[place - 1];
  }

  #sortBy(index) {
    this.#sort = { column: index, ascending: this.#sort.column === index ? !this.#sort.ascending : !COLUMNS[index].number };
    this.#refresh();
  }

  #sorted() {
    const { column, ascending } = this.#sort;
    if (column === null) {
      return this.#list.tracks;
    }
    const { key } = COLUMNS[column];
    return this.#list.tracks.toSorted((one, other) => {
      const [left, right] = [key(one), key(other)];
      return (left < right ? -1 : left > right ? 1 : 0) * (ascending ? 1 : -1);
    });
  }

  #refresh() {
    const { tracks } = this.#list;
    for (const [track, row] of this.#rows) {
      if (!tracks.includes(track)) {
        row.element.remove();
        this.#rows.delete(track);
      }
    }
    for (const track of tracks) {
      if (!this.#rows.has(track)) {
        this.#rows.set(track, this.#row(track));
        this.#update(track);
      }
    }
    this.#arrange();
    byId('tracks').querySelectorAll('thead th').forEach((head, i) => {
      i === this.#sort.column ? head.setAttribute('aria-sort', this.#sort.ascending ? 'ascending' : 'descending') : head.removeAttribute('aria-sort');
    });
    this.select(this.#selected);
    this.#sum();
  }

  // Only rows that are out of place are moved, and the focus stays where it is.
  #arrange() {
    const body = byId('tracks').querySelector('tbody');
    const focused = document.activeElement;
    this.#sorted().forEach((track, i) => {
      const row = this.#rows.get(track).element;
      if (body.children[i] !== row) {
        body.insertBefore(row, body.children[i] ?? null);
      }
    });
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  }

  // Once for all that is heard until the next frame.
  #arrangeSoon() {
    if (this.#sort.column !== null && !this.#arranging) {
      this.#arranging = requestAnimationFrame(() => {
        this.#arranging = undefined;
        this.#arrange();
      });
    }
  }

  #row(track) {
    const row = {
      open: element('button', { type: 'button', class: 'open', onclick: () => this.#open(track) }, track.name),
      problem: element('div', { class: 'problem' }),
      cells: COLUMNS.slice(1).map(column => element('td', { role: 'cell', class: classOf(column) })),
      actions: element('td', { role: 'cell', class: 'actions' }),
    };
    row.element = element('tr', { role: 'row' }, element('td', { role: 'cell', class: 'name' }, row.open, row.problem), row.cells, row.actions);
    return row;
  }

  #update(track) {
    const row = this.#rows.get(track);
    if (!row) {
      return;
    }
    const [first] = track.genres;
    const { best } = track;
    const [genre, share, length, state] = row.cells;
    genre.replaceChildren(best ? genreName(best.label) : track.refusal, ...(best && track.uncertain
      ? [element('span', { 'aria-hidden': 'true', title: 'uncertain' }, ' ?'), element('span', { class: 'visually-hidden' }, ', uncertain')]
      : []));
    genre.title = track.reason;
    share.textContent = best ? percent(best.probability) : '';
    length.textContent = track.duration ? clock(track.duration) : '';
    if (track.state === 'sending') {
      state.replaceChildren(element('progress', { max: 1, value: track.sent, 'aria-label': `Uploading ${track.name}` }), track.silent ? 'No answer' : '');
    } else {
      state.textContent = track.state === 'waiting' && this.#list.paused ? 'Paused' : STATES[track.state];
    }
    this.#arrangeSoon();
    row.problem.textContent = first || !track.problem || track.state === 'cancelled' ? '' : track.problem.message;
    if (track.state === 'failed' && row.state !== 'failed') {
      announce(`${track.name}: ${track.problem?.message ?? STATES.failed}`);
    }
    row.state = track.state;
    this.#actions(row, track);
    this.#sum();
  }

  // Made anew only when they change, so that a button is not taken away under the reader's finger.
  #actions(row, track) {
    const wanted = [track.busy ? 'Cancel' : canRetry(track) ? 'Retry' : null, track.busy ? null : 'Remove'].filter(Boolean).join(' ');
    if (row.wanted === wanted) {
      return;
    }
    row.wanted = wanted;
    const act = { Cancel: () => this.#list.cancel(track), Retry: () => this.#list.retry(track), Remove: () => this.#remove(track) };
    const hadFocus = row.actions.contains(document.activeElement);
    row.actions.replaceChildren(...wanted.split(' ').map(name =>
      element('button', { type: 'button', class: 'plain', onclick: act[name], title: name, 'aria-label': `${name} ${track.name}` }, name === 'Remove' ? '✕' : name)));
    if (hadFocus) {
      row.actions.querySelector('button').focus();
    }
  }

  #sum() {
    const { tracks } = this.#list;
    const count = test => tracks.filter(test).length;
    const [done, failed, busy] = [count(track => track.genres.length > 0), count(canRetry), count(track => track.busy)];
    byId('tracks-state').textContent = [`${done} of ${tracks.length} recognised`, busy > 0 && `${busy} to go`].filter(Boolean).join(', ');
    if (this.#busy > 0 && busy === 0 && tracks.length > 1) {
      announce(byId('tracks-state').textContent);
    }
    this.#busy = busy;
    byId('retry-all').hidden = failed === 0;
    byId('save-csv').disabled = byId('save-json').disabled = busy > 0 && done === 0;
  }
}

const canRetry = track => !track.busy && track.genres.length === 0 && track.problem?.retry === true;
const classOf = column => [column.name, column.number && 'number'].filter(Boolean).join(' ');
