// The table of tracks: totals above, a row for each.

import { announce, byId, element } from './dom.js';
import { fileNameOf, save, toCsv, toJson } from './export.js';
import { clock, percent } from './format.js';
import { colourOf } from './palette.js';
import { Rows } from './rows.js';
import { FEWEST, MOST } from './teach.js';
import { ribbonOf } from './timeline.js';
import { genreName } from './wording.js';

const COLUMNS = [
  { title: 'Track', name: 'name', key: track => track.name.toLowerCase() },
  { title: 'Genre', name: 'genre', key: track => track.best?.label ?? '' },
  { title: 'Share', name: 'share', key: track => track.best?.probability ?? -1, number: true },
  { title: 'Over time', name: 'ribbon' },
  { title: 'Length', name: 'length', key: track => track.duration, number: true },
  { title: 'State', name: 'state', key: track => track.state },
];

const STATES = { waiting: 'Waiting', working: 'Listening', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

// What tracks can be picked by besides their genres.
const KINDS = { uncertain: track => Boolean(track.best) && track.uncertain && !track.mix, mix: track => Boolean(track.mix), failed: track => track.state === 'failed', 'no genre': track => Boolean(track.refusal) };

/**
 * Shows the list, unless its only track is open. `open` is told the track that the reader picks, `walk` the one that the reader goes on to,
 * `play` the one to be heard, `teach` those to learn a genre from, `remove` those to be taken away.
 */
export class TrackTable {
  #list;
  #act;
  #rows;
  #body = byId('tracks').querySelector('tbody');
  #order = [];
  #sort = { column: null, ascending: true };
  #filter;
  #current;
  #opened;
  #playing;
  #picked = new Set();
  #anchor;
  #states = new WeakMap();
  #shownTotals;
  #awaited;
  #busy = 0;

  constructor(list, act) {
    this.#list = list;
    this.#act = act;
    this.#rows = new Rows(byId('tracks').querySelector('.table-frame'), this.#body, { make: track => this.#row(track), keep: () => this.#current });
    // Roles are said, since the table is laid out as a grid, and some browsers then forget that it is a table.
    const heading = (name, ...content) => element('th', { scope: 'col', role: 'columnheader', class: name }, ...content);
    byId('tracks').querySelector('thead').append(element('tr', { role: 'row' },
      heading('pick', element('span', { class: 'visually-hidden' }, 'Selected')), heading('listen', element('span', { class: 'visually-hidden' }, 'Play')),
      COLUMNS.map((column, i) => heading(classOf(column), column.key ? element('button', { type: 'button', onclick: () => this.#sortBy(i) }, column.title) : column.title)),
      heading('actions', element('span', { class: 'visually-hidden' }, 'Actions'))));
    this.#body.addEventListener('keydown', event => this.#keyDown(event));
    this.#body.addEventListener('focusin', event => this.#focused(event));
    byId('save-csv').addEventListener('click', () => this.#save('csv', 'text/csv', toCsv));
    byId('save-json').addEventListener('click', () => this.#save('json', 'application/json', toJson));
    byId('retry-all').addEventListener('click', () => list.tracks.filter(canRetry).forEach(track => list.retry(track)));
    byId('clear').addEventListener('click', () => act.remove([...list.tracks]));
    byId('teach-picked').addEventListener('click', () => act.teach(this.picked));
    byId('remove-picked').addEventListener('click', () => act.remove(this.picked));
    byId('unpick').addEventListener('click', () => this.#pick([]));
    list.addEventListener('list', () => this.#refresh());
    list.addEventListener('change', ({ detail }) => this.#hear(detail));
  }

  /** The tracks that the reader has selected, in the order of the table. */
  get picked() {
    return this.#order.filter(track => this.#picked.has(track));
  }

  /** Marks the track that is open. */
  select(track) {
    const before = this.#opened;
    this.#opened = track;
    const { tracks } = this.#list;
    byId('tracks').hidden = tracks.length === 0 || (tracks.length === 1 && tracks[0] === track);
    this.#arrange();
    [before, track].forEach(one => this.#update(one));
  }

  /** Marks the track that is heard. */
  markPlaying(track) {
    const before = this.#playing;
    this.#playing = track;
    before === track || [before, track].forEach(one => this.#update(one));
  }

  /** Puts the focus on a track's name. */
  focus(track) {
    this.#goTo(track, '.open');
  }

  /** The track below others, or above them where they are the last; undefined where nothing else is shown. */
  after(tracks) {
    const last = this.#order.findLastIndex(track => tracks.includes(track));
    const isLeft = track => !tracks.includes(track);
    return this.#order.slice(last + 1).find(isLeft) ?? this.#order.slice(0, Math.max(last, 0)).findLast(isLeft);
  }

  #save(extension, type, toText) {
    const tracks = this.#picked.size > 0 ? this.picked : this.#order;
    save(fileNameOf(tracks, extension), type, toText(tracks));
  }

  #sortBy(index) {
    this.#sort = { column: index, ascending: this.#sort.column === index ? !this.#sort.ascending : !COLUMNS[index].number };
    byId('tracks').querySelectorAll('thead th').forEach(head => head.removeAttribute('aria-sort'));
    byId('tracks').querySelector(`thead .${COLUMNS[index].name}`).setAttribute('aria-sort', this.#sort.ascending ? 'ascending' : 'descending');
    this.#arrange();
  }

  #sorted(tracks) {
    const { column, ascending } = this.#sort;
    if (column === null) {
      return tracks;
    }
    const { key } = COLUMNS[column];
    return tracks.toSorted((one, other) => {
      const [left, right] = [key(one), key(other)];
      return (left < right ? -1 : left > right ? 1 : 0) * (ascending ? 1 : -1);
    });
  }

  #matches(track) {
    return this.#filter === undefined || (KINDS[this.#filter]?.(track) ?? (!track.mix && track.best?.label === this.#filter.slice('genre '.length)));
  }

  #refresh() {
    const { tracks } = this.#list;
    const there = new Set(tracks);
    this.#picked = this.#picked.intersection(there);
    this.#sum();
    // Before new rows are made, which are up to date.
    this.#rows.rows.forEach((_, track) => this.#update(track));
    this.select(there.has(this.#opened) ? this.#opened : undefined);
  }

  #arrange() {
    this.#order = this.#sorted(this.#list.tracks.filter(track => this.#matches(track)));
    if (!this.#order.includes(this.#current)) {
      this.#current = this.#order.includes(this.#opened) ? this.#opened : this.#order[0];
    }
    byId('tracks').querySelector('table').setAttribute('aria-rowcount', this.#order.length + 1);
    this.#rows.show(this.#order);
    this.#markStop();
  }

  // Rows are many, stops on the way through the page few: those of one row.
  #markStop() {
    for (const [track, row] of this.#rows.rows) {
      row.querySelectorAll('button, input').forEach(control => { control.tabIndex = track === this.#current ? 0 : -1; });
    }
  }

  #goTo(track, control) {
    this.#current = track;
    this.#rows.reveal(track);
    this.#markStop();
    this.#rows.rows.get(track)?.querySelector(control)?.focus({ preventScroll: true });
  }

  #focused({ target }) {
    const track = this.#trackOf(target);
    if (track && track !== this.#current) {
      this.#current = track;
      this.#markStop();
    }
  }

  #trackOf(node) {
    const row = node.closest('tr');
    return [...this.#rows.rows].find(([, one]) => one === row)?.[0];
  }

  // ↑ and ↓ go from track to track, and an open track gives way to the next.
  #keyDown(event) {
    const here = this.#order.indexOf(this.#trackOf(event.target));
    const { page } = this.#rows;
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: Infinity }[event.key];
    if (there === undefined || here < 0 || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const track = this.#order[Math.max(0, Math.min(this.#order.length - 1, there))];
    const { className } = event.target;
    this.#goTo(track, className === 'pick' || className === 'listen' ? `.${className}` : '.open');
    this.#opened && this.#act.walk(track);
  }

  // Once for all that is heard until the next frame.
  #hear(track) {
    if (track.state === 'failed' && this.#states.get(track) !== 'failed') {
      announce(`${track.name}: ${track.problem?.message ?? STATES.failed}`);
    }
    this.#states.set(track, track.state);
    this.#update(track);
    this.#awaited ??= requestAnimationFrame(() => {
      this.#awaited = undefined;
      this.#sum();
      this.#arrange();
    });
  }

  #row(track) {
    const cell = (name, ...content) => element('td', { role: 'gridcell', class: name }, ...content);
    const pick = element('input', { type: 'checkbox', class: 'pick', 'aria-label': `Select ${track.name}`, onclick: event => this.#pickRow(track, event) });
    const row = element('tr', { role: 'row' },
      cell('pick', pick),
      cell('listen', element('button', { type: 'button', class: 'listen', onclick: () => this.#act.play(track) })),
      cell('name', element('button', { type: 'button', class: 'open', title: track.name, onclick: () => this.#act.open(track) }, track.name)),
      COLUMNS.slice(1).map(column => cell(classOf(column))), cell('actions'));
    this.#fill(row, track);
    return row;
  }

  #update(track) {
    const row = this.#rows.rows.get(track);
    row && this.#fill(row, track);
  }

  #fill(row, track) {
    const { best } = track;
    const at = name => row.querySelector(`td.${name}`);
    const opened = track === this.#opened;
    row.classList.toggle('selected', opened);
    row.classList.toggle('busy', track.busy);
    row.classList.toggle('failed', !best && Boolean(track.problem));
    row.setAttribute('aria-selected', String(this.#picked.has(track)));
    row.querySelector('input').checked = this.#picked.has(track);
    opened ? row.querySelector('.open').setAttribute('aria-current', 'true') : row.querySelector('.open').removeAttribute('aria-current');
    const listen = row.querySelector('button.listen');
    listen.textContent = track === this.#playing ? '❚❚' : '▶';
    listen.ariaLabel = `${track === this.#playing ? 'Pause' : 'Play'} ${track.name}`;

    at('genre').replaceChildren(...genreCell(track));
    at('genre').title = track.reason;
    at('share').textContent = best && !track.mix ? percent(best.probability) : '';
    at('length').textContent = track.duration ? clock(track.duration) : '';
    const problem = best || track.state === 'cancelled' ? '' : track.problem?.message ?? '';
    at('ribbon').replaceChildren(problem ? element('span', { class: 'problem', title: problem }, problem) : ribbon(track));
    if (track.state === 'sending') {
      at('state').replaceChildren(element('progress', { max: 1, value: track.sent, 'aria-label': `Uploading ${track.name}` }), track.silent ? 'No answer' : '');
    } else {
      at('state').textContent = track.state === 'waiting' && this.#list.paused ? 'Paused' : STATES[track.state];
    }
    this.#fillActions(at('actions'), track);
  }

  // Made anew only when they change, so that a button is not taken away under the reader's finger.
  #fillActions(cell, track) {
    const wanted = [track.busy ? 'Cancel' : canRetry(track) ? 'Retry' : null, track.busy ? null : 'Remove'].filter(Boolean).join(' ');
    if (cell.dataset.wanted === wanted) {
      return;
    }
    cell.dataset.wanted = wanted;
    const act = { Cancel: () => this.#list.cancel(track), Retry: () => this.#list.retry(track), Remove: () => this.#act.remove([track]) };
    const hadFocus = cell.contains(document.activeElement);
    const tabIndex = track === this.#current ? 0 : -1;
    cell.replaceChildren(...wanted.split(' ').map(name =>
      element('button', { type: 'button', class: 'plain', tabIndex, onclick: act[name], title: name, 'aria-label': `${name} ${track.name}` }, name === 'Remove' ? '✕' : name)));
    if (hadFocus) {
      cell.querySelector('button').focus();
    }
  }

  // With the Shift key, all rows from the last one that was picked.
  #pickRow(track, event) {
    const picked = new Set(this.#picked);
    const [from, to] = [this.#order.indexOf(this.#anchor), this.#order.indexOf(track)];
    const range = event.shiftKey && from >= 0 ? this.#order.slice(Math.min(from, to), Math.max(from, to) + 1) : [track];
    range.forEach(one => event.target.checked ? picked.add(one) : picked.delete(one));
    this.#anchor = track;
    this.#pick(picked);
  }

  #pick(tracks) {
    this.#picked = new Set(tracks);
    this.#rows.rows.forEach((_, track) => this.#update(track));
    this.#sum();
  }

  #sum() {
    const { tracks } = this.#list;
    const count = test => tracks.filter(test).length;
    const [done, retries, busy] = [count(track => track.genres.length > 0), count(canRetry), count(track => track.busy)];
    byId('tracks-state').textContent = [`${done} of ${tracks.length} recognised`, busy > 0 && `${busy} to go`].filter(Boolean).join(', ');
    if (this.#busy > 0 && busy === 0 && tracks.length > 1) {
      announce(byId('tracks-state').textContent);
    }
    this.#busy = busy;
    byId('retry-all').hidden = retries === 0;
    byId('save-csv').disabled = byId('save-json').disabled = busy > 0 && done === 0;
    byId('picked').hidden = this.#picked.size === 0;
    byId('teach-picked').hidden = this.#picked.size < FEWEST || this.#picked.size > MOST || !this.picked.some(track => track.answers.genres);
    byId('picked-count').textContent = `${this.#picked.size} selected`;
    this.#showTotals(tracks);
  }

  // How many there are of each genre and of each kind; a press shows only those.
  #showTotals(tracks) {
    const counts = new Map();
    const add = key => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const track of tracks) {
      track.best && !track.mix && add(`genre ${track.best.label}`);
      Object.keys(KINDS).filter(kind => KINDS[kind](track)).forEach(add);
    }
    if (!counts.has(this.#filter)) {
      this.#filter = undefined;
    }
    const totals = [...counts].sort(([one, some], [other, more]) => (one in KINDS) - (other in KINDS) || more - some);
    const key = JSON.stringify([totals, this.#filter]);
    if (this.#shownTotals === key) {
      return;
    }
    this.#shownTotals = key;
    const focused = document.activeElement.closest?.('#totals button')?.dataset.filter;
    byId('totals').replaceChildren(...totals.map(([filter, number]) => {
      const label = filter in KINDS ? undefined : filter.slice('genre '.length);
      return element('button', { type: 'button', class: 'total', 'data-filter': filter, 'aria-pressed': String(filter === this.#filter), onclick: () => this.#filterBy(filter) },
        label && swatch(label), `${label ? genreName(label) : filter} ${number}`);
    }));
    focused && byId('totals').querySelector(`[data-filter="${CSS.escape(focused)}"]`)?.focus();
  }

  #filterBy(filter) {
    this.#filter = filter === this.#filter ? undefined : filter;
    this.#sum();
    this.#arrange();
    announce(this.#filter ? `${this.#order.length} tracks are shown` : 'All tracks are shown');
  }
}

const swatch = label => element('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--colour': colourOf(label) } });

function genreCell({ best, mix, refusal, uncertain }) {
  if (!best) {
    return [refusal];
  }
  if (mix) {
    return [`Mix: ${mix.slice(0, 2).map(({ label }) => genreName(label)).join(', ')}${mix.length > 2 ? ' …' : ''}`];
  }
  return [swatch(best.label), genreName(best.label), ...(uncertain
    ? [element('span', { 'aria-hidden': 'true', title: 'uncertain' }, ' ?'), element('span', { class: 'visually-hidden' }, ', uncertain')] : [])];
}

// The genres over time, as narrow as a row.
function ribbon(track) {
  const stops = ribbonOf(track);
  return stops ? element('span', { class: 'strand', 'aria-hidden': 'true', style: { '--ribbon': `linear-gradient(to right, ${stops})` } }) : '';
}

const canRetry = track => !track.busy && track.genres.length === 0 && track.problem?.retry === true;
const classOf = column => [column.name, column.number && 'number'].filter(Boolean).join(' ');
