// Tracks in folders that are picked or dropped.

import { byId } from './dom.js';

/** The files that were dropped, those in folders included. Whatever else lies in a folder, such as covers, is left out. */
export async function filesOf(dataTransfer) {
  // Asked for at once: when the event is over, the browser has forgotten them.
  const entries = [...dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some(entry => entry.isDirectory)) {
    return [...dataTransfer.files];
  }
  const found = await Promise.all(entries.map(entry => entry.isDirectory ? within(entry) : fileOf(entry).then(file => [file])));
  return found.flat();
}

/** Those of a folder's files that are tracks, in the order of their paths. */
export const tracksOf = files => [...files].filter(isTrack).sort((one, other) => compare(one.webkitRelativePath, other.webkitRelativePath));

async function within(folder) {
  const entries = [];
  const reader = folder.createReader();
  // A reader hands out a hundred or so at a time.
  for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length > 0;) {
    entries.push(...some);
  }
  entries.sort((one, other) => compare(one.name, other.name));
  const found = await Promise.all(entries.map(entry => entry.isDirectory ? within(entry) : fileOf(entry).then(file => [file].filter(isTrack))));
  return found.flat();
}

const fileOf = entry => new Promise((resolve, reject) => entry.file(resolve, reject));
const compare = (one, other) => one.localeCompare(other, undefined, { numeric: true });

function isTrack({ name, type }) {
  const accepted = byId('files').accept.split(',').filter(one => one.startsWith('.'));
  return !name.startsWith('.') && (type.startsWith('audio/') || accepted.some(extension => name.toLowerCase().endsWith(extension)));
}
