// Genres over time, from windows that overlap.

import { colourOf } from './palette.js';

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

// A genre that lasts less is no part of a mix, in seconds; one that lasts longer than this share of a track is the track's own.
const SHORTEST_IN_MIX = 30;
const MOST_OF_TRACK = 0.6;

/** How long each genre lasts, the longest first: `[{ label, seconds }]`. */
export function timesOf(cells, labels) {
  const times = new Map();
  for (const { label, start, end } of runsOf(cells, labels)) {
    times.set(label, (times.get(label) ?? 0) + end - start);
  }
  return [...times].map(([label, seconds]) => ({ label, seconds })).sort((one, other) => other.seconds - one.seconds);
}

/** How long each genre of a mix lasts; undefined for a track that has one genre. */
export function mixOf(cells, labels, duration) {
  const times = timesOf(cells, labels);
  return times.length > 1 && times[1].seconds >= SHORTEST_IN_MIX && times[0].seconds <= MOST_OF_TRACK * duration ? times : undefined;
}

/** What holds at a time. */
export const at = (stretches, seconds) => stretches.find(({ end }) => seconds < end) ?? stretches.at(-1);

/** A track's most probable genres over time as the stops of a gradient; empty where there are none. */
export function ribbonOf(track) {
  const { genres, duration, answers: { genres: answer } } = track;
  if (!answer?.timeline?.length || duration === 0 || track.refusal === 'no music') {
    return '';
  }
  const labels = genres.map(genre => genre.label);
  return runsOf(cellsOf(answer.timeline, labels, duration), labels)
    .map(({ label, start, end }) => `${colourOf(label)} ${(100 * start / duration).toFixed(2)}% ${(100 * end / duration).toFixed(2)}%`).join(', ');
}
