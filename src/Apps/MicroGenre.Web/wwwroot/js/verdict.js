// What a track's genre is, in a headline and in figures.

import { element } from './dom.js';
import { percent, roughTime } from './format.js';
import { colourOf } from './palette.js';
import { genreName } from './wording.js';

// Genres that are shown before the rest is asked for.
const MOST_SHOWN = 3;

// Genres that the headline of a mix names.
const MOST_NAMED = 4;

/** The headline: what leads up to the answer, and the answer. */
export function headlineOf({ refusal, mix, uncertain, genres: [first] }) {
  if (refusal) {
    return ['No genre:', refusal];
  }
  if (!mix) {
    return [uncertain ? 'Perhaps' : 'Sounds like', genreName(first.label)];
  }
  const named = mix.slice(0, MOST_NAMED).map(({ label, seconds }) => `${genreName(label)} ${roughTime(seconds)}`);
  const more = mix.length - named.length;
  return ['A mix:', named.join(', ') + (more > 0 ? ` and ${more} more` : '')];
}

/** The answer for ears. */
export function spokenVerdict(track) {
  const { name, refusal, mix, uncertain, genres } = track;
  if (refusal) {
    return `${name}: no genre, ${refusal}`;
  }
  return mix ? `${name}: ${headlineOf(track).join(' ')}`
    : `${name}: ${genres.slice(0, MOST_SHOWN).map(({ label, probability }) => `${genreName(label)} ${percent(probability)}`).join(', ')}${uncertain ? ', uncertain' : ''}`;
}

/** "One of Reggae, Hip-Hop (90 %)": the genres that a track may be, and how often that holds. */
export function setInWords({ labels, coverage }) {
  const names = labels.map(genreName).join(', ');
  return `${labels.length === 0 ? 'Unlike anything learnt' : labels.length === 1 ? `Only ${names}` : `One of ${names}`} (${percent(coverage)})`;
}

/** What stands in the card of the answer. `open` says whether the rest of the genres is shown; `from`, of which part of the track it is. */
export function verdictOf(track, open, from) {
  const { genres, mix, uncertain, refusal, reason, duration, set } = track;
  const [lead, answer] = headlineOf(track);
  const doubt = refusal ? reason : reason ? `Uncertain: ${reason}` : 'Uncertain: no genre stands out enough to be trusted.';
  // Where there is no music, there is nothing to guess from.
  const bars = refusal === 'no music' ? []
    : mix ? mix.map(({ label, seconds }) => bar(label, seconds / duration, roughTime(seconds)))
      : genres.map(({ label, probability }) => bar(label, probability, percent(probability)));
  const list = shown => element('ol', { class: 'genres' }, shown);
  return [
    element('h3', { id: 'genres-title', class: 'visually-hidden' }, 'Genres'),
    element('p', { class: mix ? 'answer mix' : 'answer' }, from ?? lead, element('strong', {}, answer)),
    set ? element('p', { class: 'set' }, element('strong', {}, setInWords(set)),
      element('span', { class: 'fine' }, ` Of each genre’s tracks, ${percent(set.coverage)} have their genre in their set.`)) : '',
    uncertain && !mix ? element('p', { class: 'uncertain' }, doubt) : '',
    bars.length > 0 ? list(bars.slice(0, MOST_SHOWN)) : '',
    bars.length > MOST_SHOWN ? element('details', { class: 'rest', open }, element('summary', {}, `${bars.length - MOST_SHOWN} more`), list(bars.slice(MOST_SHOWN))) : '',
  ].filter(Boolean);
}

/** A genre as an item of a list, with its share as a bar. */
export const bar = (label, share, text) => element('li', {},
  element('span', { class: 'label', title: genreName(label) }, genreName(label)),
  element('span', { class: 'trough', 'aria-hidden': 'true' }, element('span', { style: { '--share': `${100 * share}%`, '--colour': colourOf(label) } })),
  element('span', { class: 'share' }, text));
