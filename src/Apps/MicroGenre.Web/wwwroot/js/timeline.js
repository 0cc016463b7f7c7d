// Genres over time, from windows that overlap.

/**
 * Cells without overlap: each window keeps its middle, the first and last reach to the ends.
 * A cell's shares are in the order of `labels`.
 */
export function cellsOf(timeline, labels, duration) {
  const middle = window => (window.startSeconds + window.endSeconds) / 2;
  return timeline.map((window, i) => {
    const shares = new Map(window.prediction.genres.map(genre => [genre.label, genre.probability]));
    return {
      start: i === 0 ? 0 : (middle(timeline[i - 1]) + middle(window)) / 2,
      end: i === timeline.length - 1 ? duration : (middle(window) + middle(timeline[i + 1])) / 2,
      shares: labels.map(label => shares.get(label) ?? 0),
    };
  });
}

/** Stretches with the same most probable genre. */
export function runsOf(cells, labels) {
  const runs = [];
  for (const { start, end, shares } of cells) {
    const label = labels[shares.indexOf(Math.max(...shares))];
    if (runs.at(-1)?.label === label) {
      runs.at(-1).end = end;
    } else {
      runs.push({ label, start, end });
    }
  }
  return runs;
}

/** What holds at a time. */
export const at = (stretches, seconds) => stretches.find(({ end }) => seconds < end) ?? stretches.at(-1);
