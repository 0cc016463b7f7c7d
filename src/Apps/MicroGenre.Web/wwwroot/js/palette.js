// A colour for each genre, the same wherever the genre is shown. Labels always stand beside it.

const KEPT = 'genre colours';

// As many as the sheet of colours has.
const COLOURS = 10;

// By label, in the order in which genres were met; remembered, so that a genre keeps its colour.
const places = new Map(JSON.parse(localStorage.getItem(KEPT) ?? '[]'));

/** The genre's colour as a reference to the sheet: "var(--genre-3)". */
export const colourOf = label => `var(${nameOf(label)})`;

/** The colour's name in the sheet, for drawings: "--genre-3". */
export function nameOf(label) {
  meet([label]);
  return `--genre-${places.get(label) % COLOURS}`;
}

/** Gives genres their colours, in alphabetical order, whichever of them is shown first. */
export function meet(labels) {
  const unknown = labels.filter(label => !places.has(label)).sort();
  unknown.forEach(label => places.set(label, places.size));
  if (unknown.length > 0) {
    localStorage.setItem(KEPT, JSON.stringify([...places]));
  }
}
