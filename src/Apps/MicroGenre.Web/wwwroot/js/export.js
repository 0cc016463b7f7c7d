// What the table says, as files.

import { genreName } from './wording.js';

// More digits than these tell nothing of a model.
const SHARE_DIGITS = 4;
const SECONDS_DIGITS = 2;

/** "microgenre 4 tracks 2026-11-20.csv": what is in the file, and of which day. */
export const fileNameOf = (tracks, extension) =>
  `microgenre ${tracks.length} tracks ${new Date().toLocaleDateString('sv-SE')}.${extension}`;

/** Tracks as CSV (RFC 4180): a row for each, a column for every genre. */
export function toCsv(tracks) {
  const genres = [...new Set(tracks.flatMap(track => track.genres.map(genre => genre.label)))].sort();
  const header = ['file', 'genre', 'probability', 'uncertain', 'seconds', 'model', 'version', 'error', ...genres.map(genreName)];
  const rows = tracks.map(track => {
    const [first] = track.genres;
    const { best } = track;
    const answer = track.answers.genres;
    const shares = new Map(track.genres.map(genre => [genre.label, genre.probability]));
    return [
      track.name, best && genreName(best.label), share(best?.probability), first ? track.uncertain : '',
      track.duration ? rounded(track.duration, SECONDS_DIGITS) : '', answer?.model, answer?.version,
      first ? refusalOf(track) : track.problem?.message, ...genres.map(genre => share(shares.get(genre))),
    ];
  });
  return [header, ...rows].map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

const refusalOf = track => track.refusal && `${track.refusal}: ${track.reason}`;
const share = value => value === undefined ? undefined : value.toFixed(SHARE_DIGITS);
const rounded = (value, digits) => Number(value.toFixed(digits));

/** Tracks as JSON: what the services answered, and what went wrong. */
export function toJson(tracks) {
  return JSON.stringify(tracks.map(track => ({
    file: track.name,
    bytes: track.bytes,
    classification: track.answers.genres ?? null,
    segments: track.answers.segments ?? null,
    error: track.answers.genres ? null : track.problem?.message ?? null,
  })), (_, value) => typeof value === 'number' ? rounded(value, SHARE_DIGITS) : value, 2) + '\n';
}

/** Has the browser save a text as a file. */
export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// A cell that a spreadsheet would take for a formula is made text.
function cell(value) {
  let text = value === undefined || value === null ? '' : String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) {
    text = `'${text}`;
  }
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
