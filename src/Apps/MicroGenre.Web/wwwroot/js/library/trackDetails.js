// All that the library knows of one track.

import { ask } from '../api.js';
import { announce, element } from '../dom.js';
import { clock, moment, percent, signed } from '../format.js';
import { clearProblem, showProblem } from '../notice.js';
import { colourOf } from '../palette.js';
import { bar } from '../verdict.js';
import { genreName } from '../wording.js';
import { genreField, knowGenres, labelOf } from './genreField.js';
import { label } from './labels.js';
import { bestOf, creditOf, genreMark, keyName, refusalOf, titleOf } from './trackText.js';

// Genres that are shown before the rest is asked for, and that a press labels the track with.
const MOST_SHOWN = 4;
const MOST_OFFERED = 3;

/** Shows a track. `play`, `similar` and `close` are told when the reader asks for them. */
export class TrackDetails {
  #act;
  #track;
  #request;
  #play;
  #heard;

  constructor(act) {
    this.#act = act;
    this.element = element('article', { class: 'card library-track', 'aria-labelledby': 'library-track-title', hidden: true });
  }

  /** The track that is shown. */
  get track() {
    return this.#track;
  }

  /** Shows what is known of a track by its ID; nothing where there is none. Whatever is on its way is given up. */
  async show(id) {
    this.#request?.abort();
    if (!id) {
      this.#track = undefined;
      this.element.hidden = true;
      return;
    }
    if (id === this.#track?.id) {
      clearProblem(this.element);
      return;
    }
    const request = this.#request = new AbortController();
    try {
      const track = await ask(`library/tracks/${id}`, request);
      request.signal.aborted || this.#fill(track);
    } catch (problem) {
      if (!problem.cancelled) {
        this.element.hidden = false;
        showProblem(this.element, problem, () => this.show(id));
      }
    }
  }

  /** Puts the focus on the track's title. */
  focus() {
    this.element.querySelector('h2')?.focus({ preventScroll: true });
  }

  /** Says whether the track is heard. */
  markHeard(track) {
    this.#heard = track?.id;
    if (this.#play) {
      this.#play.textContent = this.#heard === this.#track?.id ? 'Pause' : 'Play';
    }
  }

  #fill(track) {
    const hadFocus = this.element.contains(document.activeElement);
    this.#track = track;
    knowGenres([...track.genres.map(genre => genre.label), track.label]);
    this.#play = element('button', { type: 'button', class: 'primary', onclick: () => this.#act.play(track) }, 'Play');
    this.markHeard(this.#heard ? { id: this.#heard } : undefined);
    const best = bestOf(track);
    const refusal = refusalOf(track);
    const list = genres => element('ol', { class: 'genres' }, genres.map(genre => bar(genre.label, genre.probability, percent(genre.probability))));
    this.element.hidden = false;
    this.element.replaceChildren(
      element('header', { class: 'library-track-head' },
        element('h2', { id: 'library-track-title', tabIndex: -1 }, titleOf(track)),
        element('button', { type: 'button', class: 'plain', 'aria-label': `Close ${titleOf(track)}`, onclick: () => this.#act.close() }, 'Close'),
        element('p', { class: 'fine' }, [creditOf(track), track.year].filter(Boolean).join(' · '))),
      track.state === 'TRACK_STATE_GONE' ? '' : element('div', { class: 'bar' }, this.#play,
        best || track.verdict === 'VERDICT_UNFAMILIAR' ? element('button', { type: 'button', onclick: () => this.#act.similar([track]) }, 'Similar tracks') : ''),
      refusal ? element('p', { class: track.failure ? 'problem' : 'uncertain' }, track.failure ? refusal : `No genre: ${refusal}. ${track.reason}`) : '',
      track.genres.length > 0 && track.verdict !== 'VERDICT_NO_MUSIC' ? list(track.genres.slice(0, MOST_SHOWN)) : '',
      track.genres.length > MOST_SHOWN && track.verdict !== 'VERDICT_NO_MUSIC'
        ? element('details', { class: 'rest' }, element('summary', {}, `${track.genres.length - MOST_SHOWN} more`), list(track.genres.slice(MOST_SHOWN))) : '',
      track.overTime.length > 1 ? overTime(track) : '',
      track.failure ? '' : this.#labelling(track),
      element('dl', { class: 'figures' }, factsOf(track).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
      element('p', { class: 'fine path' }, track.path));
    hadFocus && this.focus();
  }

  #labelling(track) {
    const said = element('p', { 'aria-live': 'polite' }, track.label ? ['You say it is ', genreName(track.label), '.'].join('') : 'You have not said what it is.');
    const field = genreField({ 'aria-label': 'Genre of your own', placeholder: 'Another genre' });
    const decide = async genre => {
      try {
        const labelled = await label(track, genre);
        announce(genre ? `Labelled ${genreName(genre)}` : 'The label is forgotten');
        // Unless the reader has gone on to another track meanwhile.
        if (this.#track?.id === track.id) {
          this.#fill({ ...labelled, overTime: track.overTime });
          this.focus();
        }
      } catch ({ message }) {
        said.replaceChildren(element('span', { class: 'problem', role: 'alert' }, message));
      }
    };
    return element('section', { class: 'labelling', 'aria-label': 'Label' }, said,
      element('div', { class: 'bar' }, track.genres.slice(0, MOST_OFFERED).map(genre =>
        element('button', { type: 'button', 'aria-pressed': String(track.label === genre.label), onclick: () => decide(track.label === genre.label ? '' : genre.label) }, ...genreMark(genre.label)))),
      element('form', { class: 'bar', onsubmit: event => {
        event.preventDefault();
        decide(labelOf(field.value));
      } }, field, element('button', {}, 'Label it'), track.label ? element('button', { type: 'button', onclick: () => decide('') }, 'Forget the label') : ''));
  }
}

// The most probable genre of each section, as a strip and in words.
function overTime({ overTime: spans, durationSeconds }) {
  const end = i => spans[i + 1]?.startSeconds ?? durationSeconds;
  const share = seconds => `${(100 * seconds / durationSeconds).toFixed(2)}%`;
  const stops = spans.map(({ label: genre, startSeconds }, i) => `${colourOf(genre)} ${share(startSeconds)} ${share(end(i))}`).join(', ');
  const runs = spans.filter((span, i) => span.label !== spans[i - 1]?.label);
  return element('section', { 'aria-label': 'Over time' }, element('h3', {}, 'Over time'),
    element('span', { class: 'strand', 'aria-hidden': 'true', style: { '--ribbon': `linear-gradient(to right, ${stops})` } }),
    element('p', { class: 'fine' }, runs.map(({ startSeconds, label: genre }) => `${clock(startSeconds)} ${genreName(genre)}`).join(' · ')));
}

const factsOf = track => [
  ['Length', track.durationSeconds ? clock(track.durationSeconds) : ''],
  ['Tempo', track.tempo ? `${Math.round(track.tempo)} beats per minute` : ''],
  ['Key', track.key && keyName(track.key)],
  ['Level', track.level === undefined ? '' : `${signed(track.level)} dB`],
  ['Genre in its tag', track.tagGenre],
  ['Model', track.model.replace('/', ' ')],
  ['Analysed', moment(track.analyzed)],
].filter(([, value]) => value);
