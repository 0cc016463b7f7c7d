// What the services say, in the words of people who listen to music.

import { meet } from './palette.js';

// What genres are called, by label: models' cards say so.
const names = new Map();

// Containers whose name is not theirs in capital letters.
const CONTAINERS = { ogg: 'Ogg', mov: 'M4A', w64: 'Wave64', asf: 'WMA', matroska: 'Matroska', wv: 'WavPack', mpc8: 'Musepack' };

// How sound is packed, where the container leaves it open.
const CODECS = { vorbis: 'Vorbis', opus: 'Opus', aac: 'AAC', alac: 'ALAC', pcm_mulaw: 'µ-law', pcm_alaw: 'A-law' };

/** Remembers what genres are called, from an answer or a model, and gives them their colours: `[{ label, displayName }]`. */
export function learnGenres(genres) {
  meet(genres.map(genre => genre.label));
  for (const { label, displayName } of genres) {
    displayName && names.set(label, displayName);
  }
}

/** "hiphop" → "Hip-Hop", "blues" → "Blues". */
export const genreName = label => names.get(label) ?? label.charAt(0).toUpperCase() + label.slice(1);

/** What a file is, from an `AudioDescription`: "WAV · 44.1 kHz · 16 bit · stereo". */
export function formatOf({ container, codec, sampleRate, channels }) {
  const format = CONTAINERS[container] ?? container.toUpperCase();
  const coding = CODECS[codec];
  return [
    coding && coding !== format ? `${format} ${coding}` : format,
    `${Number((sampleRate / 1000).toFixed(3))} kHz`,
    bitsOf(codec),
    { 1: 'mono', 2: 'stereo' }[channels] ?? `${channels} channels`,
  ].filter(Boolean).join(' · ');
}

/** A service's reason, without where in the file's bytes it was found. */
export function plainReason(message) {
  const plain = message.replace(/ \(at byte \d+\)/, '');
  if (/^The service [\w-]+ does not answer\.$/.test(plain)) {
    return 'Not available just now.';
  }
  return plain.startsWith('The audio is of no known format') ? 'Not audio we can read' : plain;
}

// "pcm_s16le" → "16 bit"
function bitsOf(codec) {
  const [, kind, bits] = /^pcm_([suf])(\d+)/.exec(codec) ?? [];
  return bits && `${bits} bit${kind === 'f' ? ' float' : ''}`;
}
