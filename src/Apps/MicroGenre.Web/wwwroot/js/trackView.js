// All about one track: genres, player, pictures, parts.

import { Axis } from './axis.js';
import { announce, byId, element } from './dom.js';
import { clock, percent, roughTime } from './format.js';
import { Player } from './player.js';
import { Stage } from './stage.js';
import { cellsOf, ribbonOf } from './timeline.js';
import { PARTS, Track } from './tracks.js';
import { Transport } from './transport.js';
import { spokenVerdict, verdictOf } from './verdict.js';
import { Why } from './why.js';
import { formatOf } from './wording.js';

const PART_TITLES = { genres: 'Genres', picture: 'Waveform and spectrogram', segments: 'Parts' };

/** Shows a track of the list. Tells `state` when it begins or ceases to be heard. */
export class TrackView extends EventTarget {
  #list;
  #close;
  #track;
  #player;
  #parts;
  #axis;
  #stage;
  #transport;
  #why;
  #shown;

  /** `close` is told when the reader has seen enough. */
  constructor(list, close) {
    super();
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

  /** Whether it is heard. */
  get playing() {
    return this.#player?.playing ?? false;
  }

  /** Begins or ceases to play. */
  toggle() {
    this.#transport.toggle();
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
    [this.#player, this.#stage, this.#transport, this.#why].forEach(one => one?.dispose());
    this.#player = undefined;
    this.#track = track;
    this.dispatchEvent(new Event('state'));
    this.#shown = {};
    byId('track').hidden = !track;
    byId('transport').hidden = !track;
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
    const axis = this.#axis = new Axis();
    const stage = this.#stage = new Stage(axis, { play: (from, until) => player.play(from, until), scrub: seconds => transport.move(seconds), look: (from, to) => this.#list.look(track, from, to) });
    const transport = this.#transport = new Transport(byId('transport'), player, axis, seconds => stage.partAt(seconds));
    let heard;
    const why = this.#why = new Why({
      explain: genre => this.#list.explain(track, genre),
      show: heat => stage.showHeat(heat),
      hear: async (reason, from) => {
        heard = reason;
        await player.hearOnly(reason);
        // Unless it has been taken back before it could be heard.
        heard && from !== undefined && player.play(from);
      },
    });
    const parts = this.#parts = {
      about: element('p', { class: 'fine' }),
      work: element('div', { class: 'work', hidden: true }),
      genres: element('section', { class: 'card', 'aria-labelledby': 'genres-title', hidden: true }),
      pictures: element('section', { class: 'card', 'aria-label': 'Pictures', hidden: true }, stage.element),
    };
    byId('track').replaceChildren(
      element('header', { class: 'track-head' }, element('h2', { id: 'track-name', tabIndex: -1 }, track.name), parts.about, parts.work,
        element('button', { type: 'button', class: 'plain', onclick: () => this.#close(), 'aria-label': `Close ${track.name}` }, 'Close')),
      parts.genres, why.element, parts.pictures);

    player.addEventListener('time', () => this.#moved());
    player.addEventListener('state', () => this.dispatchEvent(new Event('state')));
    player.addEventListener('unplayable', () => {
      transport.now.textContent = track.file
        ? 'This browser cannot play the file. What it sounds like is shown all the same.'
        : 'The browser did not keep the file. Choose it again to hear it.';
      why.mute();
      this.#updateListen();
    });
  }

  // Where there is nothing to hear and nothing to see, there is no player.
  #updateListen() {
    const { state, answers, busy } = this.#track;
    // The pictures wait for what stands above them, so as not to be pushed away.
    this.#parts.pictures.hidden = !PARTS.some(part => answers[part]) || (busy && !answers.genres && !this.#track.early);
    byId('transport').hidden = !this.#transport.canPlay && state === 'failed' && PARTS.every(part => !answers[part]);
  }

  // What has not changed is left alone: a reader may be in the middle of it.
  #update() {
    const { answers } = this.#track;
    this.#updateWork();
    this.#updateListen();
    for (const [name, draw] of [['genres', () => this.#showGenres()], ['picture', () => this.#stage.showPicture(answers.picture)], ['segments', () => this.#stage.showSegments(answers.segments)]]) {
      if (answers[name] && this.#shown[name] !== answers[name]) {
        this.#shown[name] = answers[name];
        this.#axis.fit(this.#duration);
        draw();
        this.#moved();
      }
    }
    const { early } = this.#track;
    if (early && !answers.genres && this.#shown.early !== early) {
      this.#shown.early = early;
      this.#showBeginning(early);
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
    const track = this.#track;
    const { genres } = this.#parts;
    genres.hidden = false;
    genres.replaceChildren(...verdictOf(track, genres.querySelector('.rest')?.open ?? false));
    announce(spokenVerdict(track));
    this.#why.offer(track.refusal === 'no music' ? [] : track.genres.map(genre => genre.label));
    if (track.refusal !== 'no music') {
      this.#showTimeline();
    }
  }

  // What its beginning sounds like, in the place of the answer that is still to come.
  #showBeginning(early) {
    const { genres } = this.#parts;
    const heard = early.timeline.at(-1)?.endSeconds ?? 0;
    genres.hidden = false;
    genres.replaceChildren(...verdictOf(Object.assign(new Track(), { answers: { genres: early } }), false, `The first ${roughTime(heard)}:`));
    const labels = early.prediction.genres.map(genre => genre.label);
    this.#why.announce(labels);
    if (heard > 0 && this.#duration > 0) {
      this.#stage.showTimeline(labels, cellsOf(early.timeline, labels, heard));
    }
  }

  #showTimeline() {
    const { timeline } = this.#track.answers.genres;
    if (timeline.length > 0 && this.#duration > 0) {
      const labels = this.#track.genres.map(genre => genre.label);
      this.#stage.showTimeline(labels, cellsOf(timeline, labels, this.#duration));
      this.#transport.showGenres(ribbonOf(this.#track));
    }
  }

  #moved() {
    const { time, playing } = this.#player;
    this.#axis.fit(this.#duration);
    this.#transport.show();
    this.#stage.moveTo(time, playing);
    if (this.#transport.canPlay) {
      this.#transport.now.textContent = this.#stage.describe(time);
    }
  }

  // Space plays wherever it does nothing else than scroll.
  #spaceDown(event) {
    if (this.#track && byId('track').checkVisibility()) {
      this.#transport.takeSpace(event, 'button, summary, select, textarea, input:not([type=range])');
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
