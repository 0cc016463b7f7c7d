// All about one track: genres, player, pictures, parts.

import { announce, byId, element } from './dom.js';
import { Drawing, bytesOf, drawGenres, drawSpectrogram, drawWaveform, gutterOf, heightOfGenres } from './drawing.js';
import { clock, percent, spokenTime } from './format.js';
import { Player } from './player.js';
import { at, cellsOf, runsOf } from './timeline.js';
import { PARTS } from './tracks.js';
import { formatOf, genreName } from './wording.js';

const PART_TITLES = { genres: 'Genres', picture: 'Waveform and spectrogram', segments: 'Parts' };
const CLUSTER_COLOURS = 8;

/** Shows a track of the list. */
export class TrackView {
  #list;
  #close;
  #track;
  #player;
  #parts;
  #drawings = [];
  #shown;
  #cells = [];
  #labels = [];

  /** `close` is told when the reader has seen enough. */
  constructor(list, close) {
    this.#list = list;
    this.#close = close;
    document.addEventListener('keydown', event => this.#spaceDown(event));
    list.addEventListener('change', ({ detail }) => detail === this.#track && this.#update());
    list.addEventListener('list', () => {
      if (this.#track && !list.tracks.includes(this.#track)) {
        this.show(undefined);
      }
    });
  }

  get track() {
    return this.#track;
  }

  /** Falls silent. */
  pause() {
    this.#player?.pause();
  }

  /** Shows a track in place of the one before; nothing where there is none. */
  show(track) {
    if (track === this.#track) {
      return;
    }
    this.#player?.dispose();
    this.#drawings.splice(0).forEach(drawing => drawing.dispose());
    this.#track = track;
    this.#shown = {};
    this.#cells = [];
    byId('track').hidden = !track;
    this.#list.watch(track);
    if (!track) {
      byId('track').replaceChildren();
      return;
    }
    this.#build(track);
    this.#update();
  }

  #build(track) {
    const player = this.#player = new Player(track.file ?? new Blob());
    const parts = this.#parts = {
      about: element('p', { class: 'fine' }),
      work: element('div', { class: 'work', hidden: true }),
      genres: element('section', { class: 'card', 'aria-labelledby': 'genres-title', hidden: true }),
      play: element('button', { type: 'button', class: 'primary play', onclick: () => this.#toggle() }, 'Play'),
      clock: element('span', { class: 'clock' }, '0:00'),
      position: element('input', { type: 'range', min: 0, max: 0, step: 'any', value: 0, 'aria-label': 'Position', oninput: event => this.#move(Number(event.target.value)) }),
      now: element('p', { class: 'now fine' }),
      stage: element('div', { class: 'stage' }),
      waveform: element('div', { class: 'lane waveform' }),
      spectrogram: element('div', { class: 'lane spectrogram' }),
      timeline: element('div', { class: 'lane timeline' }),
      segments: element('div', { class: 'lane parts' }),
    };
    parts.stage.append(parts.waveform, parts.spectrogram, parts.timeline, parts.segments);
    parts.listen = element('section', { class: 'card player', 'aria-label': 'Player', onkeydown: event => this.#keyDown(event) },
      parts.play, parts.position, parts.clock, parts.now);
    parts.pictures = element('section', { class: 'card', 'aria-label': 'Pictures', hidden: true }, parts.stage);
    byId('track').replaceChildren(
      element('header', { class: 'track-head' }, element('h2', { id: 'track-name', tabIndex: -1 }, track.name), parts.about, parts.work,
        element('button', { type: 'button', class: 'plain', onclick: () => this.#close(), 'aria-label': `Close ${track.name}` }, 'Close')),
      parts.listen, parts.genres, parts.pictures);

    player.addEventListener('time', () => this.#moved());
    player.addEventListener('state', () => { parts.play.textContent = player.playing ? 'Pause' : 'Play'; });
    player.addEventListener('unplayable', () => {
      parts.play.disabled = true;
      parts.now.textContent = track.file
        ? 'This browser cannot play the file. The results are shown nevertheless.'
        : 'The browser did not keep the file. Choose it again to hear it.';
      this.#updateListen();
    });
  }

  // Where there is nothing to hear and nothing to see, there is no player.
  #updateListen() {
    const { state, answers, busy } = this.#track;
    // The pictures wait for what stands above them, so as not to be pushed away.
    this.#parts.pictures.hidden = !PARTS.some(part => answers[part]) || (busy && !answers.genres);
    this.#parts.listen.hidden = this.#parts.play.disabled && state === 'failed' && PARTS.every(part => !answers[part]);
  }

  // What has not changed is left alone: a reader may be in the middle of it.
  #update() {
    const { answers } = this.#track;
    this.#updateWork();
    this.#updateListen();
    for (const [name, draw] of [['genres', () => this.#showGenres()], ['picture', () => this.#showPicture()], ['segments', () => this.#showSegments()]]) {
      if (answers[name] && this.#shown[name] !== answers[name]) {
        this.#shown[name] = answers[name];
        draw();
        this.#moved();
      }
    }
    const { genres } = answers;
    this.#parts.about.textContent = [
      this.#duration > 0 && clock(this.#duration),
      genres?.audio && formatOf(genres.audio),
      genres && `${genres.model} ${genres.version}`,
    ].filter(Boolean).join(' · ');
  }

  get #duration() {
    return this.#track.duration || this.#player.duration;
  }

  #updateWork() {
    const track = this.#track;
    const { work } = this.#parts;
    const problems = ['all', ...PARTS].filter(part => track.problems[part]);
    const hadFocus = work.contains(document.activeElement);
    work.hidden = !track.busy && problems.length === 0;
    // In the line of the name, where it takes no room, until there is something to say.
    work.classList.toggle('busy', track.busy);
    work.classList.toggle('card', !track.busy);
    const text = {
      waiting: this.#list.paused ? 'Waiting for the connection' : 'Waiting for its turn',
      sending: track.silent ? `Uploading, ${percent(track.sent)}. The server does not answer; still trying.` : `Uploading, ${percent(track.sent)}`,
      working: `Listening${track.progress > 0 ? `, ${percent(track.progress)}` : ''}`,
    }[track.state];
    // One structure while it goes on; the bar moves within it.
    const key = JSON.stringify([track.busy, problems.map(part => track.problems[part].message)]);
    if (this.#shown.work !== key) {
      this.#shown.work = key;
      work.replaceChildren(...(track.busy ? [
        element('p', { class: 'step' }),
        element('progress', { max: 1, 'aria-label': 'Progress' }),
        element('button', { type: 'button', class: 'plain', onclick: () => this.#list.cancel(track) }, 'Cancel'),
      ] : [
        element('div', { class: 'failures', role: 'alert' }, linesOf(track).map(line => element('p', { class: 'problem' }, line))),
        problems.some(part => track.problems[part].retry) && element('button', { type: 'button', onclick: () => this.#list.retry(track) }, 'Try again'),
      ].filter(Boolean)));
    }
    // What had the focus may be gone: what takes its place gets it, or else the track.
    if (hadFocus && (work.hidden || !work.contains(document.activeElement))) {
      (!work.hidden && work.querySelector('button') || byId('track-name')).focus();
    }
    if (track.busy) {
      work.querySelector('.step').textContent = text;
      const bar = work.querySelector('progress');
      if (track.state === 'sending' || track.progress > 0) {
        bar.value = track.state === 'sending' ? track.sent : track.progress;
      } else {
        bar.removeAttribute('value');
      }
    }
  }

  #showGenres() {
    const { genres } = this.#parts;
    const list = this.#track.genres;
    const { uncertain, refusal, reason } = this.#track;
    const [first] = list;
    genres.hidden = false;
    const answer = refusal ? ['No genre:', refusal] : [uncertain ? 'Perhaps' : 'Sounds like', genreName(first.label)];
    const doubt = refusal ? reason : reason ? `Uncertain: ${reason}` : 'Uncertain: no genre stands out enough to be trusted.';
    // Where there is no music, there is nothing to guess from.
    const guesses = refusal === 'no music' ? [] : list;
    genres.replaceChildren(
      element('h3', { id: 'genres-title', class: 'visually-hidden' }, 'Genres'),
      element('p', { class: 'answer' }, answer[0], element('strong', {}, answer[1])),
      uncertain ? element('p', { class: 'uncertain' }, doubt) : '',
      guesses.length > 0 ? element('ol', { class: 'genres' }, guesses.map(({ label, probability }) => element('li', {},
        element('span', { class: 'label', title: genreName(label) }, genreName(label)),
        element('span', { class: 'trough', 'aria-hidden': 'true' }, element('span', { style: { '--share': `${100 * probability}%` } })),
        element('span', { class: 'share' }, percent(probability))))) : '');
    if (refusal) {
      announce(`${this.#track.name}: no genre, ${refusal}`);
    } else {
      announce(`${this.#track.name}: ${list.slice(0, 3).map(genre => `${genreName(genre.label)} ${percent(genre.probability)}`).join(', ')}${uncertain ? ', uncertain' : ''}`);
    }
    if (guesses.length > 0) {
      this.#showTimeline();
    }
  }

  #showTimeline() {
    const { timeline } = this.#track.answers.genres;
    const duration = this.#duration;
    if (timeline.length === 0 || duration === 0) {
      return;
    }
    this.#labels = this.#track.genres.map(genre => genre.label);
    this.#cells = cellsOf(timeline, this.#labels, duration);
    const runs = runsOf(this.#cells, this.#labels);
    const text = runs.map(run => `${genreName(run.label)} from ${clock(run.start)} to ${clock(run.end)}`).join(', ');
    const drawing = this.#draw(this.#parts.timeline, 'Genre over time', `Genre over time: ${text}`, drawGenres(this.#labels.map(genreName), this.#cells, duration));
    drawing.canvas.style.setProperty('height', `${heightOfGenres(this.#labels)}px`);
    this.#parts.timeline.append(element('details', {}, element('summary', {}, 'As text'),
      element('ul', {}, runs.map(run => element('li', {}, `${clock(run.start)} to ${clock(run.end)}: ${genreName(run.label)}`)))));
  }

  #showPicture() {
    const { picture } = this.#track.answers;
    const duration = this.#duration;
    this.#draw(this.#parts.waveform, 'Waveform', `How loud the track is over ${spokenTime(duration)}`, drawWaveform(bytesOf(picture.loudness)));
    this.#draw(this.#parts.spectrogram, 'Mel spectrogram', `Mel spectrogram, 0 to ${picture.maxFrequency} Hz over ${spokenTime(duration)}`,
      drawSpectrogram({ ...picture, levels: bytesOf(picture.levels) }, duration));
  }

  #showSegments() {
    const { segments, representative } = this.#track.answers.segments;
    const duration = this.#duration;
    const seconds = new Map();
    for (const { start, end, cluster } of segments) {
      seconds.set(cluster, (seconds.get(cluster) ?? 0) + end - start);
    }
    const strip = element('div', { class: 'segments', role: 'group', 'aria-label': 'Parts of the track, in order', onkeydown: walk },
      segments.map(({ start, end, cluster }, i) => element('button', {
        type: 'button',
        class: colourOf(cluster),
        tabIndex: i === 0 ? 0 : -1,
        title: `${letterOf(cluster)}, ${clock(start)} to ${clock(end)}`,
        'aria-label': `Part ${letterOf(cluster)}, ${clock(start)} to ${clock(end)}`,
        'data-start': start,
        style: { '--from': `${100 * start / duration}%`, '--width': `${100 * (end - start) / duration}%` },
        onclick: () => this.#player.play(start, end),
      }, element('span', {}, letterOf(cluster)))));
    const legend = element('ul', { class: 'legend', 'aria-label': 'What sounds alike' }, [...seconds].map(([cluster, length]) => {
      const longest = segments.filter(segment => segment.cluster === cluster).reduce((one, other) => other.end - other.start > one.end - one.start ? other : one);
      return element('li', {}, element('button', { type: 'button', 'aria-label': `${letterOf(cluster)} ${percent(length / duration)} of the track: hear its longest part, ${clock(longest.start)} to ${clock(longest.end)}`, onclick: () => this.#player.play(longest.start, longest.end) },
        element('span', { class: `swatch ${colourOf(cluster)}` }, letterOf(cluster)), ` ${percent(length / duration)} `, element('span', { class: 'rest' }, 'of the track')));
    }), representative.end - representative.start < 0.9 * duration && element('li', {}, element('button', { type: 'button', onclick: () => this.#player.play(representative.start, representative.end) },
      `Hear the most typical part, ${clock(representative.start)} to ${clock(representative.end)}`)));
    this.#shown.part = undefined;
    this.#parts.segments.replaceChildren(element('h3', {}, 'Parts that sound alike'), element('div', { class: 'lane-body' }, strip, element('div', { class: 'playhead' })), legend);
  }

  #draw(lane, title, label, draw) {
    const drawing = new Drawing(label, draw);
    this.#drawings.push(drawing);
    drawing.canvas.addEventListener('click', event => {
      const gutter = gutterOf(drawing.canvas);
      const box = drawing.canvas.getBoundingClientRect();
      this.#player.play(Math.max(0, (event.clientX - box.left - gutter) / (box.width - gutter)) * this.#duration);
    });
    lane.replaceChildren(element('h3', {}, title), element('div', { class: 'lane-body' }, drawing.canvas, element('div', { class: 'playhead' })));
    return drawing;
  }

  #toggle() {
    this.#player.playing ? this.#player.pause() : this.#player.play(this.#player.time >= this.#duration ? 0 : undefined);
  }

  #move(seconds) {
    this.#player.move(Math.max(0, Math.min(this.#duration, seconds)));
    this.#moved();
  }

  #moved() {
    const { position, clock: read, stage, now, play, segments } = this.#parts;
    const [time, duration] = [this.#player.time, this.#duration];
    position.max = duration;
    position.value = time;
    position.setAttribute('aria-valuetext', `${spokenTime(time)} of ${spokenTime(duration)}`);
    read.textContent = `${clock(time)} / ${clock(duration)}`;
    stage.style.setProperty('--at', duration > 0 ? Math.min(1, time / duration) : 0);

    const parts = this.#track.answers.segments?.segments ?? [];
    const part = parts.length > 0 ? at(parts, time) : undefined;
    if (part !== this.#shown.part) {
      this.#shown.part = part;
      segments.querySelector('[aria-current]')?.removeAttribute('aria-current');
      segments.querySelector(`[data-start="${part.start}"]`)?.setAttribute('aria-current', 'true');
    }
    if (!play.disabled && this.#cells.length > 0) {
      const { shares } = at(this.#cells, time);
      const best = shares.indexOf(Math.max(...shares));
      now.textContent = `At ${clock(time)}: ${genreName(this.#labels[best])}, ${percent(shares[best])}${part ? `; part ${letterOf(part.cluster)}` : ''}`;
    }
  }

  #keyDown(event) {
    const step = { ArrowLeft: -5, ArrowRight: 5, PageDown: -30, PageUp: 30, Home: -Infinity, End: Infinity }[event.key];
    if (event.target === this.#parts.position && step) {
      event.preventDefault();
      this.#move(this.#player.time + step);
    }
  }

  // Space plays wherever it does nothing else than scroll.
  #spaceDown(event) {
    const takesIt = event.target.closest('button, summary, select, textarea, input:not([type=range])');
    const canPlay = this.#track && byId('track').checkVisibility() && !this.#parts.play.disabled;
    if (event.key === ' ' && canPlay && !takesIt && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (!event.repeat) {
        this.#toggle();
      }
    }
  }
}

// What is wrong with all of a track is said once, what is wrong with a part under its title.
function linesOf({ problems, missing }) {
  const failed = PARTS.filter(part => problems[part]);
  const same = failed.length > 1 && failed.length === missing.length && new Set(failed.map(part => problems[part].message)).size === 1;
  return [
    ...(problems.all ? [problems.all.message] : []),
    ...(same ? [problems[failed[0]].message] : failed.map(part => `${PART_TITLES[part]}: ${problems[part].message}`)),
  ];
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

const letterOf = cluster => String.fromCharCode(65 + cluster % 26) + (cluster >= 26 ? Math.floor(cluster / 26) : '');
const colourOf = cluster => `cluster-${cluster % CLUSTER_COLOURS}`;
