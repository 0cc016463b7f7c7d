// The page of the library: all tracks on the server's disks, as a table and as a map, and what the owner says of them.

import { ask } from './api.js';
import { byId, element } from './dom.js';
import { roughHours } from './format.js';
import { Filters } from './library/filters.js';
import { knowGenres } from './library/genreField.js';
import { labels } from './library/labels.js';
import { LibraryTable } from './library/libraryTable.js';
import { Listener } from './library/listener.js';
import { MapView } from './library/mapView.js';
import { Review } from './library/review.js';
import { reviews } from './library/reviews.js';
import { ScanCard } from './library/scan.js';
import { Similar } from './library/similar.js';
import { TrackDetails } from './library/trackDetails.js';
import { TrackPages } from './library/trackPages.js';
import { clearProblem, showProblem } from './notice.js';

const VIEWS = { tracks: 'Tracks', map: 'Map', disagreements: 'Disagreements', labels: 'Labels that teach most', doubtful: 'Doubtful labels' };

const NOT_FOUND = 404;

/** Sets the page up. Returns what keeps it up to date, what shows the part that an address names, and what happens when the reader leaves. */
export function startLibrary() {
  const page = new LibraryPage();
  return { show: () => page.refresh(), open: () => page.open(), leave: () => page.leave() };
}

class LibraryPage {
  #listener = new Listener();
  #pages = new TrackPages();
  #scan = new ScanCard();
  #filters = new Filters(query => this.#ask(query));
  #details = new TrackDetails({
    play: track => this.#listener.toggle(track),
    similar: tracks => this.#showSimilar(tracks),
    close: () => this.#go(this.#view),
  });
  #similar = new Similar({ play: track => this.#listener.toggle(track), open: track => this.#go(this.#view, track), close: () => this.#focusBack() });
  #table = new LibraryTable(this.#pages, {
    open: track => this.#go('tracks', track),
    walk: track => {
      this.#focused = false;
      history.replaceState(null, '', addressOf('tracks', track.id));
      this.#showTrack(track.id);
    },
    play: track => this.#listener.toggle(track),
    sort: (sort, descending) => this.#ask({ ...this.#filters.query, sort, descending }),
    pick: () => this.#showPicked(),
  });
  #map = new MapView(track => {
    this.#go('map', track);
    this.#listener.play(track);
  });
  #rounds = Object.fromEntries(Object.entries(reviews).map(([name, kind]) => [name, new Review(kind, this.#listener)]));
  #summary = element('p', { class: 'lead' });
  #views = element('nav', { class: 'views', 'aria-label': 'Views of the library' }, Object.entries(VIEWS).map(([name, title]) => element('a', { href: addressOf(name) }, title)));
  #count = element('p', { class: 'fine', role: 'status' });
  #picked = element('div', { class: 'bar picked', role: 'group', 'aria-label': 'Selected tracks', hidden: true });
  #tracks = element('section', { class: 'library-list', 'aria-labelledby': 'library-tracks-title' });
  #browse = element('div', { class: 'library-browse' });
  #side = element('div', { class: 'library-side' }, this.#details.element, this.#similar.element);
  #round = element('div', {});
  #content = element('div', {});
  #view = 'tracks';
  #focused = false;
  #stale = { info: true, map: false };
  #told;
  #asked;

  constructor() {
    this.#tracks.append(element('h2', { id: 'library-tracks-title', class: 'visually-hidden' }, 'Tracks'), this.#count, this.#picked, this.#table.element);
    this.#browse.append(this.#filters.element, element('div', { class: 'library-workspace' }, this.#tracks, this.#map.element, this.#side));
    this.#content.append(this.#views, this.#browse, this.#round);
    byId('library-body').append(this.#summary, this.#scan.element, this.#content);
    this.#content.hidden = true;
    this.#listener.addEventListener('state', () => [this.#table, this.#details, this.#similar].forEach(one => one.markHeard(this.#listener.heard)));
    this.#pages.addEventListener('total', () => this.#tell());
    this.#pages.addEventListener('change', () => {
      this.#tell();
      clearProblem(this.#tracks);
    });
    this.#pages.addEventListener('problem', ({ detail }) => showProblem(this.#tracks, detail, () => this.#pages.refresh()));
    labels.addEventListener('label', ({ detail }) => this.#pages.replace(detail));
    this.#scan.addEventListener('folder', () => { this.#stale.info = true; });
    this.#scan.addEventListener('ended', () => this.#renew());
  }

  /** Looks after scans and, where it may have changed, after the library itself. */
  async refresh() {
    this.#scan.look();
    if (!this.#stale.info) {
      return;
    }
    this.#stale.info = false;
    try {
      this.#showLibrary(await ask('library'));
      clearProblem(byId('library-body'));
    } catch (problem) {
      this.#stale.info = true;
      if (problem.status === NOT_FOUND) {
        this.#showNothing();
        clearProblem(byId('library-body'));
      } else {
        showProblem(byId('library-body'), problem, () => this.refresh());
      }
    }
  }

  /** Shows the view and the track that the address names. */
  open() {
    const [, , view, id] = location.hash.split('/');
    this.#view = Object.hasOwn(VIEWS, view) ? view : 'tracks';
    for (const link of this.#views.children) {
      link.hash === addressOf(this.#view) ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
    }
    this.#showView();
    if (!(this.#view in this.#rounds)) {
      this.#showTrack(id);
    }
  }

  /** Falls silent. */
  leave() {
    this.#listener.pause();
    this.#scan.leave();
  }

  #go(view, track) {
    this.#focused = true;
    const address = addressOf(view, track?.id);
    if (location.hash === address) {
      this.open();
    } else {
      location.hash = address;
    }
  }

  #showLibrary({ folders, tracks, failed, gone, seconds, genres }) {
    const there = Number(tracks) + Number(failed) + Number(gone) > 0;
    knowGenres(genres.map(genre => genre.label));
    this.#filters.showGenres(genres);
    this.#scan.showFolders(folders);
    const count = (number, text) => Number(number) > 0 && `${Number(number).toLocaleString()} ${text}`;
    this.#summary.textContent = [`${Number(tracks).toLocaleString()} tracks`, seconds > 0 && roughHours(seconds), count(failed, 'could not be analysed'), count(gone, 'gone')].filter(Boolean).join(' · ');
    // What is shown already stays as it is: the reader may be in the middle of it.
    const isNew = this.#content.hidden;
    this.#content.hidden = !there;
    there && isNew && this.#showView();
  }

  // Until something has been analysed, there is a folder to add.
  #showNothing() {
    this.#summary.textContent = 'All the music on the server’s disks, with the genre, the tempo and the key of each track.';
    this.#scan.showFolders(undefined);
    this.#content.hidden = true;
  }

  #showView() {
    if (this.#content.hidden) {
      return;
    }
    const round = this.#rounds[this.#view];
    this.#browse.hidden = Boolean(round);
    this.#round.hidden = !round;
    this.#tracks.hidden = this.#view !== 'tracks';
    this.#map.element.hidden = this.#view !== 'map';
    if (round) {
      this.#round.firstChild === round.element || this.#round.replaceChildren(round.element);
      round.show();
    } else if (this.#view === 'map') {
      this.#map.show(this.#stale.map);
      this.#stale.map = false;
      this.#map.narrow(this.#filters.query);
    } else if (this.#pages.total === undefined && !this.#pages.busy) {
      this.#ask(this.#filters.query);
    }
  }

  async #showTrack(id) {
    const asked = this.#asked = {};
    await this.#details.show(id);
    if (asked !== this.#asked) {
      return;
    }
    const { track } = this.#details;
    this.#side.hidden = this.#details.element.hidden && this.#similar.element.hidden;
    this.#table.select(track);
    this.#map.select(track);
    this.#details.markHeard(this.#listener.heard);
    if (this.#focused) {
      this.#focused = false;
      track ? this.#details.focus() : this.#focusBack();
      track && this.#details.element.scrollIntoView({ block: 'nearest' });
    }
  }

  #focusBack() {
    this.#side.hidden = this.#details.element.hidden && this.#similar.element.hidden;
    this.#view === 'tracks' ? this.#table.focus() : this.#map.element.querySelector('canvas').focus();
  }

  #ask(query) {
    const { sort, descending } = this.#pages.query;
    const whole = { sort, descending, ...query };
    this.#pages.look(whole);
    this.#table.begin();
    this.#view === 'map' && this.#map.narrow(query);
  }

  // A scan has changed the library.
  #renew() {
    this.#stale = { info: true, map: true };
    this.refresh();
    this.#pages.total !== undefined && this.#pages.refresh();
    this.#view === 'map' && this.#showView();
  }

  #tell() {
    const { total } = this.#pages;
    const text = total === undefined ? '' : total === 0 ? 'No track is like that.' : `${total.toLocaleString()} track${total === 1 ? '' : 's'}`;
    if (this.#told !== text) {
      this.#told = text;
      this.#count.textContent = text;
    }
  }

  #showPicked() {
    const { picked } = this.#table;
    const button = (text, act) => element('button', { type: 'button', onclick: act }, text);
    const hadFocus = this.#picked.contains(document.activeElement);
    this.#picked.hidden = picked.length === 0;
    this.#picked.replaceChildren(element('p', { class: 'fine' }, `${picked.length} selected`),
      button('Similar tracks', () => this.#showSimilar(picked)),
      ...(picked.length === 2 ? [button('A way between them', () => this.#showSimilar([picked[0]], picked[1]))] : []),
      button('Select none', () => this.#table.unpick()));
    if (hadFocus) {
      picked.length === 0 ? this.#table.focus() : this.#picked.querySelector('button').focus();
    }
  }

  #showSimilar(tracks, goal) {
    this.#side.hidden = false;
    this.#similar.show(tracks, goal);
  }
}

const addressOf = (view, id) => `#/library${view === 'tracks' && !id ? '' : `/${view}`}${id ? `/${id}` : ''}`;
