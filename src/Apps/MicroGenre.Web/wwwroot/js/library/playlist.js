// Tracks as a playlist that players read: M3U8.

import { titleOf } from './trackText.js';

/** The text of a playlist. Tracks whose path no playlist can hold are left out. */
export function toM3u8(tracks) {
  const entries = tracks.filter(canHold).map(track => `#EXTINF:${Math.round(track.durationSeconds)},${oneLine(nameOf(track))}\n${lineOf(track.path)}\n`);
  return `#EXTM3U\n${entries.join('')}`;
}

// The service shows bytes that are no text as \xNN.
const canHold = ({ path }) => !/[\r\n]|\\x[0-9A-F]{2}/.test(path);
const nameOf = track => track.artist ? `${track.artist} - ${titleOf(track)}` : titleOf(track);
const oneLine = text => text.replaceAll(/[\r\n]+/g, ' ');

// A line that starts with # is a remark, and players trim lines.
const lineOf = path => /^[# ]/.test(path) ? `./${path}` : path;
