// The map of the library: tracks that sound alike to the model are close to each other.

import { ask, askLines, withQuery } from '../api.js';
import { themed } from '../colours.js';
import { announce, element } from '../dom.js';
import { showProblem } from '../notice.js';
import { nameOf } from '../palette.js';
import { genreName } from '../wording.js';
import { knowGenres } from './genreField.js';
import { paint } from './mapPainter.js';
import { MapWindow } from './mapWindow.js';
import { PointCloud } from './pointCloud.js';
import { creditOf, genreMark, spokenOf, titleOf } from './trackText.js';

const NO_GENRE = -1;
const STEP = 1.5;
const PAN = 60;

// How close the pointer comes to a point that it means, and how far an arrow key goes at least, in pixels.
const REACH = 14;
const STRIDE = 10;

// A pointer that has moved less has not dragged, in pixels; one that rests so long wants to know the track, in milliseconds.
const STILL = 5;
const REST = 120;

// Pixels of the device for one of the page: more are not told apart among points.
const FINEST = 2;

// Tracks that a filter marks: a page of them is asked for at a time.
const MARKED_AT_ONCE = 1000;
const MOST_MARKED = 10_000;

// Tracks whose names are remembered.
const MOST_NAMES = 200;

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Shows the map. `play` is told the track that the reader picks. */
export class MapView {
  #play;
  #cloud = new PointCloud();
  #window = new MapWindow();
  #shown = new Uint8Array(0);
  #genres = new Set();
  #marked;
  #query = {};
  #request;
  #marking;
  #loaded = false;
  #current = -1;
  #selected;
  #opening;
  #pointers = new Map();
  #dragged = 0;
  #names = new Map();
  #rest;
  #awaited;
  #image;
  #canvas = element('canvas', { tabIndex: 0, role: 'application', 'aria-roledescription': 'map', 'aria-describedby': 'map-help' });
  #mark = element('span', { class: 'map-mark', 'aria-hidden': 'true', hidden: true });
  #readout = element('p', { class: 'map-readout', 'aria-hidden': 'true', hidden: true });
  #state = element('p', { class: 'fine', role: 'status' });
  #legend = element('div', { class: 'totals map-legend', role: 'group', 'aria-label': 'Show only' });
  #frame;

  constructor(play) {
    this.#play = play;
    const tool = (text, name, act) => element('button', { type: 'button', class: 'tool', 'aria-label': name, title: name, onclick: act }, text);
    this.#frame = element('div', { class: 'map-frame' }, this.#canvas, this.#mark, this.#readout, element('div', { class: 'map-tools' },
      tool('+', 'Zoom in', () => this.#magnify(STEP)), tool('−', 'Zoom out', () => this.#magnify(1 / STEP)), tool('⤢', 'Show all', () => this.#reset())));
    this.element = element('div', { class: 'library-map' }, this.#legend, this.#frame, this.#state,
      element('p', { class: 'fine', id: 'map-help' }, 'Tracks that sound alike to the model are close to each other. Arrow keys go from track to track, Enter plays; + and − zoom, 0 shows all, Shift with an arrow key moves the map. ',
        element('a', { href: '#/library' }, 'The table'), ' has the same tracks as text.'));
    this.#hearPointer();
    this.#canvas.addEventListener('keydown', event => this.#keyDown(event));
    this.#canvas.addEventListener('focus', () => this.#current >= 0 && this.#point(this.#current));
    new ResizeObserver(() => this.#fit()).observe(this.#frame);
    for (const dress of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(dress).addEventListener('change', () => this.#soon());
    }
  }

  /** Draws the map, which is asked for at the first look, and again where the library has changed. */
  async show(isStale) {
    // Before the first frame: keys are heard by then, and their steps are in pixels.
    this.#fit();
    if (this.#loaded && !isStale) {
      return;
    }
    this.#loaded = true;
    this.#request?.abort();
    const request = this.#request = new AbortController();
    const cloud = new PointCloud();
    this.#state.textContent = 'Drawing the map …';
    try {
      for await (const part of askLines('library/map', request.signal)) {
        cloud.add(part);
        knowGenres(part.labels);
        this.#take(cloud);
      }
      this.#take(cloud);
      if (this.#current < 0 && this.#selected !== undefined) {
        this.#point(cloud.indexOf(this.#selected));
      }
      this.#showLegend();
      this.element.querySelector('.notice')?.remove();
      await this.narrow(this.#query, true);
    } catch (problem) {
      // It is given up only for another one.
      if (!problem.cancelled) {
        this.#loaded = false;
        this.#state.textContent = '';
        showProblem(this.element, problem, () => this.show(true));
      }
    }
  }

  /** Dims what the filters leave out: the parameters of `library/tracks`. A genre alone is told here; for the rest, the service is asked. */
  async narrow(query, again = false) {
    const { sort, descending, ...filters } = query;
    if (!again && JSON.stringify(filters) === JSON.stringify(this.#query)) {
      return;
    }
    this.#query = filters;
    this.#marking?.abort();
    this.#marked = undefined;
    if (this.#cloud.length === 0 || Object.keys(filters).length === 0) {
      this.#choose();
      this.#tell();
      return;
    }
    const marking = this.#marking = new AbortController();
    const marked = new Uint8Array(this.#cloud.length);
    try {
      for (let [skip, total] = [0, 1]; skip < Math.min(total, MOST_MARKED); skip += MARKED_AT_ONCE) {
        const { tracks, totalSize } = await ask(withQuery('library/tracks', { ...filters, page_size: MARKED_AT_ONCE, skip }), marking);
        total = Number(totalSize);
        tracks.forEach(({ id }) => {
          const point = this.#cloud.indexOf(id);
          marked[point] = point >= 0 ? 1 : 0;
        });
        this.#marked = { points: marked, total };
        this.#choose();
        this.#tell();
      }
    } catch (problem) {
      problem.cancelled || showProblem(this.element, problem, () => this.narrow(query, true));
    }
  }

  /** Marks a track, as soon as the map shows it. */
  select(track) {
    this.#selected = track?.id;
    const point = track ? this.#cloud.indexOf(track.id) : -1;
    if (point !== this.#current) {
      this.#point(point);
    }
  }

  // Shows the points of an answer, of which more may follow. Only a new answer has other tracks at the same positions.
  #take(cloud) {
    if (cloud !== this.#cloud) {
      this.#cloud = cloud;
      this.#names.clear();
      this.#point(-1);
    }
    this.#choose();
  }

  // Which points are bright: of the genres that are chosen, and within the filters.
  #choose() {
    const { genres, length } = this.#cloud;
    const marked = this.#marked?.points;
    const shown = this.#shown.length === length ? this.#shown : new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      shown[i] = (this.#genres.size === 0 || this.#genres.has(genres[i])) && (!marked || marked[i]) ? 1 : 0;
    }
    this.#shown = shown;
    this.#soon();
  }

  #tell() {
    const { length } = this.#cloud;
    const count = this.#marked?.total;
    const all = `${length.toLocaleString()} tracks`;
    this.#state.textContent = length === 0 ? 'The map is empty: no track has been analysed.'
      : count === undefined ? all : count > MOST_MARKED ? `The filters find ${count.toLocaleString()} of ${all}; the first ${MOST_MARKED.toLocaleString()} are bright.` : `The filters find ${count.toLocaleString()} of ${all}.`;
    this.#canvas.ariaLabel = `Map of ${all}`;
  }

  #showLegend() {
    const counts = new Map();
    for (let i = 0; i < this.#cloud.length; i++) {
      const genre = this.#cloud.genres[i];
      counts.set(genre, (counts.get(genre) ?? 0) + 1);
    }
    const { labels } = this.#cloud;
    this.#genres.clear();
    this.#legend.replaceChildren(...[...counts].sort(([one, some], [other, more]) => (one === NO_GENRE) - (other === NO_GENRE) || more - some).map(([genre, count]) =>
      element('button', { type: 'button', class: 'total', 'aria-pressed': 'false', onclick: event => this.#pick(genre, event.currentTarget) },
        genre === NO_GENRE ? [element('span', { class: 'swatch none', 'aria-hidden': 'true' }), 'No genre'] : genreMark(labels[genre]), ` ${count.toLocaleString()}`)));
    this.#choose();
  }

  #pick(genre, button) {
    const picked = !this.#genres.delete(genre);
    picked && this.#genres.add(genre);
    button.setAttribute('aria-pressed', String(picked));
    this.#choose();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width > 0 && height > 0) {
      Object.assign(this.#window, { width, height });
      this.#soon();
    }
  }

  #soon() {
    this.#awaited ??= requestAnimationFrame(() => {
      this.#awaited = undefined;
      this.#draw();
    });
  }

  #draw() {
    const grain = Math.min(FINEST, devicePixelRatio);
    const [width, height] = [Math.round(this.#window.width * grain), Math.round(this.#window.height * grain)];
    const context = this.#canvas.getContext('2d');
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      [this.#canvas.width, this.#canvas.height] = [width, height];
    }
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = context.createImageData(width, height);
    }
    const colour = name => bytesOf(context, themed(name));
    paint(new Uint32Array(this.#image.data.buffer), this.#window, this.#cloud, {
      colours: [colour('--soft'), ...this.#cloud.labels.map(label => colour(nameOf(label)))],
      dim: colour('--line'), shown: this.#shown, grain,
    });
    context.putImageData(this.#image, 0, 0);
    this.#placeMark();
  }

  #placeMark() {
    const point = this.#current;
    this.#mark.hidden = this.#readout.hidden = point < 0;
    if (point >= 0) {
      const [left, top] = this.#window.toPixels(this.#cloud.x[point], this.#cloud.y[point]);
      const isInside = left >= 0 && top >= 0 && left <= this.#window.width && top <= this.#window.height;
      this.#mark.hidden = this.#readout.hidden = !isInside;
      for (const one of [this.#mark, this.#readout]) {
        one.style.setProperty('--left', `${left}px`);
        one.style.setProperty('--top', `${top}px`);
      }
      this.#readout.classList.toggle('left', left > this.#window.width / 2);
      this.#readout.classList.toggle('above', top > this.#window.height / 2);
    }
  }

  // Points at a track: its genre is known at once, its name a little later.
  #point(point, isSpoken = false) {
    this.#current = point;
    clearTimeout(this.#rest);
    if (point >= 0) {
      this.#readout.replaceChildren(...this.#genreOf(point));
      this.#rest = setTimeout(() => this.#nameIt(point, isSpoken), this.#names.has(this.#cloud.ids[point]) ? 0 : REST);
    }
    this.#placeMark();
  }

  #genreOf(point) {
    const genre = this.#cloud.genres[point];
    return genre === NO_GENRE ? ['No genre'] : genreMark(this.#cloud.labels[genre]);
  }

  async #nameIt(point, isSpoken) {
    const cloud = this.#cloud;
    try {
      const track = await this.#trackOf(point);
      if (cloud === this.#cloud && point === this.#current) {
        this.#readout.replaceChildren(element('strong', {}, titleOf(track)), element('span', {}, creditOf(track)), element('span', {}, ...this.#genreOf(point)));
        const genre = this.#cloud.genres[point];
        isSpoken && announce(`${spokenOf(track)}, ${genre === NO_GENRE ? 'no genre' : genreName(this.#cloud.labels[genre])}`);
      }
    } catch {
      // Its genre stays.
    }
  }

  async #trackOf(point) {
    const id = this.#cloud.ids[point];
    if (!this.#names.has(id)) {
      this.#names.set(id, await ask(`library/tracks/${id}`));
      this.#names.size > MOST_NAMES && this.#names.delete(this.#names.keys().next().value);
    }
    return this.#names.get(id);
  }

  // The last one that was picked, whichever is here first.
  async #open(point) {
    const id = this.#opening = this.#cloud.ids[point];
    try {
      const track = await this.#trackOf(point);
      id === this.#opening && this.#play(track);
    } catch ({ message }) {
      this.#state.textContent = message;
    }
  }

  #at(left, top) {
    const [x, y] = this.#window.toPlace(left, top);
    return this.#cloud.nearest(x, y, REACH / this.#window.scale, i => this.#shown[i] === 1);
  }

  #magnify(factor, left, top) {
    this.#window.magnify(factor, left, top);
    this.#soon();
  }

  #reset() {
    this.#window.reset();
    this.#soon();
  }

  #keyDown(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const arrow = ARROWS[event.key];
    const act = arrow ? () => (event.shiftKey ? this.#pan(-arrow[0] * PAN, arrow[1] * PAN) : this.#walk(arrow)) : {
      '+': () => this.#magnify(STEP, ...this.#middle),
      '=': () => this.#magnify(STEP, ...this.#middle),
      '-': () => this.#magnify(1 / STEP, ...this.#middle),
      0: () => this.#reset(),
      Enter: () => this.#current >= 0 && this.#open(this.#current),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  // The track that is pointed at stays where it is.
  get #middle() {
    return this.#current < 0 ? [] : this.#window.toPixels(this.#cloud.x[this.#current], this.#cloud.y[this.#current]);
  }

  #pan(right, down) {
    this.#window.pan(right, down);
    this.#soon();
  }

  #walk(direction) {
    const isWanted = i => this.#shown[i] === 1;
    const next = this.#current >= 0 ? this.#cloud.toward(this.#current, direction, STRIDE / this.#window.scale, isWanted)
      : this.#cloud.nearest(...this.#window.toPlace(this.#window.width / 2, this.#window.height / 2), 2, isWanted);
    if (next >= 0) {
      this.#window.reveal(this.#cloud.x[next], this.#cloud.y[next]);
      this.#point(next, true);
      this.#soon();
    }
  }

  #hearPointer() {
    const place = event => {
      const { left, top } = this.#canvas.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const span = () => {
      const [one, other] = [...this.#pointers.values()];
      return other ? { middle: one.map((value, i) => (value + other[i]) / 2), distance: Math.hypot(one[0] - other[0], one[1] - other[1]) } : { middle: one, distance: 0 };
    };
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      this.#dragged = this.#pointers.size > 0 ? Infinity : 0;
      this.#pointers.set(event.pointerId, place(event));
    });
    canvas.addEventListener('pointermove', event => {
      if (!this.#pointers.has(event.pointerId)) {
        const point = this.#at(...place(event));
        point === this.#current || this.#point(point);
        return;
      }
      const before = span();
      this.#pointers.set(event.pointerId, place(event));
      const now = span();
      const [right, down] = now.middle.map((value, i) => value - before.middle[i]);
      this.#dragged += Math.hypot(right, down);
      if (this.#dragged > STILL) {
        before.distance > 0 && this.#magnify(now.distance / before.distance, ...before.middle);
        this.#pan(right, down);
      }
    });
    canvas.addEventListener('pointerup', event => {
      if (this.#dragged <= STILL) {
        const point = this.#at(...place(event));
        if (point >= 0) {
          this.#point(point);
          this.#open(point);
        }
      }
    });
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, event => this.#pointers.delete(event.pointerId));
    }
    canvas.addEventListener('wheel', event => {
      event.preventDefault();
      this.#magnify(Math.exp(-event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.05 : 0.002)), ...place(event));
    }, { passive: false });
  }
}

// A colour of the sheet as the four bytes of a pixel.
function bytesOf(context, colour) {
  context.fillStyle = colour;
  const hexadecimal = parseInt(context.fillStyle.slice(1), 16);
  return (0xff000000 | (hexadecimal & 0xff) << 16 | (hexadecimal & 0xff00) | hexadecimal >> 16) >>> 0;
}
