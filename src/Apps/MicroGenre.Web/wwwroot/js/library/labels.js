// What the owner says a track is.

import { ask } from '../api.js';
import { knowGenres } from './genreField.js';

/** Told `label` with each track whose label has changed. */
export const labels = new EventTarget();

/** Labels a track; an empty genre forgets what was said. Returns the track as it is then. */
export async function label(track, genre) {
  const labelled = await ask(`library/tracks/${track.id}/label`, { method: 'PUT', body: { genre } });
  knowGenres([labelled.label]);
  labels.dispatchEvent(new CustomEvent('label', { detail: labelled }));
  return labelled;
}
