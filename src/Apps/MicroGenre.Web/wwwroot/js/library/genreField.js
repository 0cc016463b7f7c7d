// The genres that are known, and a field to choose one of them or to name another.

import { element } from '../dom.js';
import { meet } from '../palette.js';
import { genreName } from '../wording.js';

// As the service limits the name of a genre.
const LONGEST = 64;

const known = new Set();
const options = element('datalist', { id: 'known-genres' });

/** Remembers genres: those that models tell apart, and those that the owner has named. */
export function knowGenres(labels) {
  const fresh = labels.filter(label => label && !known.has(label));
  fresh.forEach(label => known.add(label));
  if (fresh.length > 0) {
    meet(fresh);
    options.replaceChildren(...[...known].map(genreName).sort().map(name => element('option', { value: name })));
    options.isConnected || document.body.append(options);
  }
}

/** A field for a genre's name, which completes the names of known genres. */
export const genreField = properties => {
  const field = element('input', { name: 'genre', maxLength: LONGEST, autocomplete: 'off', required: true, ...properties });
  field.setAttribute('list', options.id);
  return field;
};

/** The label of a genre by its name, in any spelling; of an unknown genre, the name itself. */
export function labelOf(name) {
  const wanted = name.trim();
  return [...known].find(label => [label, genreName(label)].some(one => one.toLowerCase() === wanted.toLowerCase())) ?? wanted;
}
