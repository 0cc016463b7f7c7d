// What is said of a track of the library, the same in every view.

import { element } from '../dom.js';
import { colourOf } from '../palette.js';
import { genreName, plainReason } from '../wording.js';

const SHARPS = { '#': '♯', b: '♭' };

/** Verdicts that leave a track without a genre. */
export const REFUSALS = { VERDICT_NO_MUSIC: 'no music', VERDICT_UNFAMILIAR: 'unfamiliar' };

/** "/music/a/song.mp3" → "song.mp3" */
export const fileNameOf = path => path.slice(path.lastIndexOf('/') + 1);

/** Its title, or else the name of its file. */
export const titleOf = track => track.title || fileNameOf(track.path);

/** "Artist · Album", as far as its tags say it. */
export const creditOf = track => [track.artist, track.album].filter(Boolean).join(' · ');

/** Title and artist, for ears. */
export const spokenOf = track => track.artist ? `${titleOf(track)} by ${track.artist}` : titleOf(track);

/** The most probable genre, `{ label, probability }`; undefined where the model does not judge it. */
export const bestOf = track => track.state === 'TRACK_STATE_ANALYZED' && !REFUSALS[track.verdict] ? track.genres[0] : undefined;

/** Why it has no genre, in short; empty where it has one. */
export const refusalOf = track => track.state === 'TRACK_STATE_GONE' ? 'gone' : track.failure ? plainReason(track.failure) : REFUSALS[track.verdict] ?? '';

/** "F#:min" → "F♯ minor" */
export function keyName(key) {
  const [, tonic, accidental, mode] = /^([A-G])([#b]?):(maj|min)$/.exec(key) ?? [];
  return tonic ? `${tonic}${SHARPS[accidental] ?? ''} ${mode === 'maj' ? 'major' : 'minor'}` : key;
}

/** A genre with its colour. */
export const genreMark = label => [element('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--colour': colourOf(label) } }), genreName(label)];

/** The address of a track's file. */
export const fileAddress = track => `api/library/tracks/${track.id}/file`;
