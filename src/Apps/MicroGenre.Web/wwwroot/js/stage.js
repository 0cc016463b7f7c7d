// What is drawn of a track, on one time axis: to look at, to point at, to go through.

import { element } from './dom.js';
import { Drawing, bytesOf, drawGenres, drawSpectrogram, drawWaveform, gutterOf, heightOfGenres, hertzAt } from './drawing.js';
import { clock, frequency, percent, preciseClock, signed, spokenTime } from './format.js';
import { drawEvidence, wordsOfEvidence } from './heatMap.js';
import { nameOf } from './palette.js';
import { stepAt } from './evidence.js';
import { at, runsOf, timesOf } from './timeline.js';
import { genreName } from './wording.js';

// A press that moves less is a click, in CSS pixels.
const CLICK_REACH = 4;

// How much closer a turn of the wheel looks, by its length in CSS pixels.
const WHEEL_ZOOM = 1 / 300;

// After so long without another zoom or move, the reader stays, in milliseconds.
const SETTLED = 200;

// As many columns in view are as sharp as a drawing can be.
const PLENTY = 500;

// Genres that the read-out names.
const MOST_NAMED = 3;

/**
 * The drawings. A press on them is told to `play(from, until)`, a drag to `scrub(seconds)`. `look(from, to)` gets a stretch of the spectrogram at
 * a higher resolution, by shares of the track; undefined where it cannot be had. Two fingers or the wheel with Ctrl look closer, the
 * wheel sideways moves what is shown.
 */
export class Stage {
  #axis;
  #play;
  #scrub;
  #drawings = new Map();
  #pointers = new Map();
  #press;
  #frame;
  #events = new AbortController();
  #time = 0;
  #cells = [];
  #labels = [];
  #segments = [];
  #representative;
  #part;
  #picture;
  #heat;
  #look;
  #closer;
  #looking;
  #looked;
  #waveform = element('div', { class: 'lane waveform' });
  #spectrogram = element('div', { class: 'lane spectrogram' });
  #timeline = element('div', { class: 'lane timeline' });
  #parts = element('div', { class: 'lane parts' });
  #readout = element('p', { class: 'readout', 'aria-hidden': 'true', hidden: true });

  /** Lanes, one above the other. */
  element = element('div', { class: 'stage', onwheel: event => this.#wheel(event) }, this.#waveform, this.#spectrogram, this.#timeline, this.#parts, this.#readout);

  constructor(axis, { play, scrub, look }) {
    this.#axis = axis;
    this.#look = look;
    this.#play = play;
    this.#scrub = scrub;
    axis.addEventListener('change', () => {
      this.#redrawSoon();
      this.#lookSoon();
    }, { signal: this.#events.signal });
  }

  /** Draws the waveform and the spectrogram. */
  showPicture(picture) {
    const { duration } = this.#axis;
    this.#picture = { ...picture, levels: bytesOf(picture.levels) };
    this.#draw(this.#waveform, 'Waveform', `How loud the track is over ${spokenTime(duration)}`, drawWaveform(bytesOf(picture.loudness), this.#axis));
    this.#showSpectrogram();
  }

  /** Lays a heat map over the spectrogram: evidence for a genre in `times` and `ranges` by its `values`. None where there is nothing. */
  showHeat(heat) {
    this.#heat = heat;
    this.#picture && this.#showSpectrogram();
  }

  /** Draws the genres over time: `cells` with a share for each of the `labels`. */
  showTimeline(labels, cells) {
    [this.#labels, this.#cells] = [labels, cells];
    const runs = runsOf(cells, labels);
    const text = runs.map(run => `${genreName(run.label)} from ${clock(run.start)} to ${clock(run.end)}`).join(', ');
    const drawing = this.#draw(this.#timeline, 'Genre over time', `Genre over time: ${text}`, drawGenres(labels.map(label => ({ name: genreName(label), colour: nameOf(label) })), cells, this.#axis));
    drawing.canvas.style.setProperty('height', `${heightOfGenres(labels)}px`);
    this.#timeline.append(element('details', {}, element('summary', {}, 'As text'),
      element('ul', {}, runs.map(run => element('li', {}, `${clock(run.start)} to ${clock(run.end)}: ${genreName(run.label)}`)))));
    this.#segments.length > 0 && this.#showParts();
  }

  /** Shows the parts that sound alike. */
  showSegments({ segments, representative }) {
    this.#segments = segments;
    this.#representative = representative;
    this.#showParts();
  }

  /** Moves the playhead. While the track plays, what is shown goes along. */
  moveTo(seconds, playing) {
    this.#time = seconds;
    if (playing && this.#pointers.size === 0) {
      this.#axis.reveal(seconds);
    }
    this.#place();
    const part = this.partAt(seconds);
    if (part !== this.#part) {
      this.#part = part;
      this.#parts.querySelector('[aria-current]')?.removeAttribute('aria-current');
      this.#parts.querySelector(`[data-start="${part.start}"]`)?.setAttribute('aria-current', 'true');
    }
  }

  /** What holds at a time, in words; empty while nothing is known. */
  describe(seconds) {
    if (this.#cells.length === 0) {
      return '';
    }
    const [best] = this.#sharesAt(seconds);
    const part = this.partAt(seconds);
    return `At ${clock(seconds)}: ${best.name}, ${percent(best.share)}${part ? `; part ${letterOf(part.cluster)}` : ''}`;
  }

  /** The part that a time is in; undefined while there are none. */
  partAt(seconds) {
    return this.#segments.length > 0 ? at(this.#segments, seconds) : undefined;
  }

  dispose() {
    this.#events.abort();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#looking);
    this.#drawings.forEach(drawing => drawing.dispose());
  }

  #draw(lane, title, label, draw) {
    this.#drawings.get(lane)?.dispose();
    const drawing = new Drawing(label, draw);
    this.#drawings.set(lane, drawing);
    const body = element('div', {
      class: 'lane-body',
      onpointerdown: event => this.#down(event),
      onpointermove: event => this.#move(event),
      onpointerup: event => this.#up(event),
      onpointercancel: event => this.#release(event),
      onpointerleave: () => { this.#readout.hidden = true; },
    }, drawing.canvas, element('div', { class: 'playhead' }), element('div', { class: 'crosshair' }));
    lane.replaceChildren(element('h3', {}, title), body);
    return drawing;
  }

  #showSpectrogram() {
    const [picture, heat] = [this.#picture, this.#heat];
    const about = `Mel spectrogram, 0 to ${picture.maxFrequency} Hz over ${spokenTime(this.#axis.duration)}`;
    this.#draw(this.#spectrogram, heat ? `Evidence for ${genreName(heat.genre)}` : 'Mel spectrogram', heat ? `${wordsOfEvidence(heat)} ${about}` : about,
      drawSpectrogram(picture, this.#axis, { over: heat && drawEvidence(heat), closer: () => this.#closer }));
  }

  #showParts() {
    const [segments, representative, { duration }] = [this.#segments, this.#representative, this.#axis];
    const clusters = new Map();
    for (const segment of segments) {
      clusters.set(segment.cluster, [...clusters.get(segment.cluster) ?? [], segment]);
    }
    const names = new Map([...clusters].map(([cluster, parts]) => [cluster, this.#mostlyOf(parts)]));
    const lengthOf = ({ start, end }) => end - start;
    const strip = element('div', { class: 'segments', role: 'group', 'aria-label': 'Parts of the track, in order' },
      element('div', { class: 'strip', onkeydown: walk, onfocusin: ({ target }) => this.#axis.reveal(Number(target.dataset.start)) },
        segments.map(({ start, end, cluster }, i) => element('button', {
          type: 'button',
          tabIndex: i === 0 ? 0 : -1,
          title: `${letterOf(cluster)}${names.get(cluster)}, ${clock(start)} to ${clock(end)}`,
          'aria-label': `Part ${letterOf(cluster)}${names.get(cluster)}, ${clock(start)} to ${clock(end)}`,
          'data-start': start,
          style: { '--from': `${100 * start / duration}%`, '--width': `${100 * lengthOf({ start, end }) / duration}%` },
          onclick: () => this.#play(start, end),
        }, element('span', {}, letterOf(cluster)), element('span', { class: 'mostly' }, names.get(cluster))))));
    const legend = element('ul', { class: 'legend', 'aria-label': 'What sounds alike' }, [...clusters].map(([cluster, parts]) => {
      const longest = parts.reduce((one, other) => lengthOf(other) > lengthOf(one) ? other : one);
      const text = `${letterOf(cluster)}${names.get(cluster)}, ${percent(parts.reduce((sum, part) => sum + lengthOf(part), 0) / duration)}`;
      return element('li', {}, element('button', {
        type: 'button', 'aria-label': `${text} of the track: hear its longest part, ${clock(longest.start)} to ${clock(longest.end)}`,
        onclick: () => this.#play(longest.start, longest.end),
      }, text));
    }), lengthOf(representative) < 0.9 * duration && element('li', {}, element('button', { type: 'button', onclick: () => this.#play(representative.start, representative.end) },
      `Hear the most typical part, ${clock(representative.start)} to ${clock(representative.end)}`)));
    this.#part = undefined;
    this.#parts.replaceChildren(element('h3', {}, 'Parts that sound alike'), element('div', { class: 'lane-body' }, strip, element('div', { class: 'playhead' })), legend);
    this.moveTo(this.#time, false);
  }

  // " · mostly Rock": the genre that most of some parts' time has; empty while genres are not known.
  #mostlyOf(parts) {
    const cells = this.#cells.flatMap(({ start, end, shares }) => parts
      .map(part => ({ start: Math.max(start, part.start), end: Math.min(end, part.end), shares }))
      .filter(cell => cell.end > cell.start));
    const [first] = timesOf(cells, this.#labels);
    return first ? ` · mostly ${genreName(first.label)}` : '';
  }

  #redrawSoon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#drawings.forEach(drawing => drawing.redraw());
      this.#place();
    });
  }

  // Once the reader stays with a stretch that is drawn coarser than it could be, with as much on either side to pan to.
  #lookSoon() {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(async () => {
      const { from, to, span, duration } = this.#axis;
      const { columns, frames } = this.#picture ?? {};
      const isCovered = this.#closer && this.#closer.from * duration <= from && this.#closer.to * duration >= to && this.#closer.columns * span >= PLENTY * (this.#closer.to - this.#closer.from) * duration;
      if (!(frames > columns) || columns * span / duration >= PLENTY || isCovered) {
        return;
      }
      // An answer that a later one has overtaken is of another stretch.
      const looked = this.#looked = {};
      const closer = await this.#look(Math.max(0, from - span) / duration, Math.min(duration, to + span) / duration);
      if (closer && looked === this.#looked && !this.#events.signal.aborted) {
        this.#closer = { ...closer, levels: bytesOf(closer.levels) };
        this.#redrawSoon();
      }
    }, SETTLED);
  }

  // Where the playhead and the parts are, as far as they are in view.
  #place() {
    const { from, span, duration } = this.#axis;
    const share = this.#axis.shareOf(this.#time);
    this.element.classList.toggle('away', share < 0 || share > 1);
    this.element.style.setProperty('--at', Math.max(0, Math.min(1, share)));
    this.element.style.setProperty('--stretch', span > 0 ? duration / span : 1);
    this.element.style.setProperty('--shift', span > 0 ? -from / span : 0);
  }

  #down(event) {
    if (event.button !== 0) {
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event.clientX);
    // Mouse and pen scrub at once; a finger may be about to scroll or to pinch.
    this.#press = { x: event.clientX, moved: this.#pointers.size > 1 };
  }

  #move(event) {
    const { currentTarget: body, pointerId, clientX } = event;
    if (event.pointerType !== 'touch') {
      this.#point(event);
    }
    if (!this.#pointers.has(pointerId)) {
      return;
    }
    if (this.#pointers.size > 1) {
      this.#pinch(body, pointerId, clientX);
    }
    this.#pointers.set(pointerId, clientX);
    this.#press.moved ||= Math.abs(clientX - this.#press.x) >= CLICK_REACH;
    if (this.#press.moved && this.#pointers.size === 1 && !this.#press.pinched) {
      this.#scrub(this.#secondsAt(body, clientX));
    }
  }

  #up(event) {
    if (this.#pointers.has(event.pointerId) && !this.#press.moved) {
      this.#play(this.#secondsAt(event.currentTarget, event.clientX));
    }
    this.#release(event);
  }

  #release({ pointerId }) {
    this.#pointers.delete(pointerId);
  }

  // What was under the fingers' middle stays there.
  #pinch(body, pointerId, clientX) {
    this.#press.pinched = true;
    const [other] = [...this.#pointers].find(([id]) => id !== pointerId).slice(1);
    const [before, after] = [Math.abs(this.#pointers.get(pointerId) - other), Math.abs(clientX - other)];
    if (before > 0 && after > 0) {
      this.#axis.zoom(after / before, this.#secondsAt(body, (clientX + other) / 2));
    }
  }

  #wheel(event) {
    const body = event.target.closest('.lane-body');
    if (body && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#axis.zoom(Math.exp(-event.deltaY * WHEEL_ZOOM), this.#secondsAt(body, event.clientX));
    } else if (body && !this.#axis.isWhole && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#axis.pan(event.deltaX / body.clientWidth * this.#axis.span);
    }
  }

  #secondsAt(body, clientX) {
    const [box, gutter] = [body.getBoundingClientRect(), gutterOf(body)];
    return this.#axis.secondsAt(Math.max(0, Math.min(1, (clientX - box.left - gutter) / (box.width - gutter))));
  }

  // The crosshair through all lanes, and what is there.
  #point({ currentTarget: body, clientX, clientY }) {
    const box = body.getBoundingClientRect();
    const seconds = this.#secondsAt(body, clientX);
    const hertz = body.parentNode === this.#spectrogram ? hertzAt(this.#picture, (clientY - box.top) / box.height, box.height) : undefined;
    const stage = this.element.getBoundingClientRect();
    this.#readout.hidden = false;
    this.#readout.textContent = [
      preciseClock(seconds),
      hertz !== undefined && frequency(hertz),
      hertz !== undefined && this.#heat && `${signed(heatAt(this.#heat, seconds, hertz))} for ${genreName(this.#heat.genre)}`,
      ...this.#sharesAt(seconds).slice(0, MOST_NAMED).map(({ name, share }) => `${name} ${percent(share)}`),
    ].filter(Boolean).join(' · ');
    this.element.style.setProperty('--hover', this.#axis.shareOf(seconds));
    this.element.style.setProperty('--hover-top', `${box.top - stage.top}px`);
    this.#readout.classList.toggle('left', this.#axis.shareOf(seconds) > 0.5);
  }

  // Genres at a time, the most probable first.
  #sharesAt(seconds) {
    if (this.#cells.length === 0) {
      return [];
    }
    const { shares } = at(this.#cells, seconds);
    return this.#labels.map((label, i) => ({ name: genreName(label), share: shares[i] })).sort((one, other) => other.share - one.share);
  }
}

// Arrow keys go from part to part; the strip is one stop on the way through the page.
function walk(event) {
  const parts = [...event.currentTarget.children];
  const here = parts.indexOf(document.activeElement);
  const there = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: parts.length - 1 }[event.key];
  if (there === undefined || !parts[there]) {
    return;
  }
  event.preventDefault();
  parts[here].tabIndex = -1;
  parts[there].tabIndex = 0;
  parts[there].focus();
}

const heatAt = ({ times, ranges, values }, seconds, hertz) => values[stepAt(times, seconds) * ranges.length + stepAt(ranges, hertz)];

const letterOf = cluster => String.fromCharCode(65 + cluster % 26) + (cluster >= 26 ? Math.floor(cluster / 26) : '');
