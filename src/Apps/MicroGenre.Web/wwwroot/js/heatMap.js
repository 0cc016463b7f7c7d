// Evidence for a genre as a heat map: a colour for what speaks for it, another with stripes for what speaks against it.

import { themed } from './colours.js';
import { clock, frequency } from './format.js';
import { genreName } from './wording.js';

// Weaker parts are left out, as a share of the strongest.
const FAINTEST = 0.03;

// How much of the spectrogram the strongest part covers.
const DENSEST = 0.85;

// Between stripes, in CSS pixels.
const STRIPES = 6;

/** Draws `values` over a spectrogram, and a line around the parts of the `reason`, where one is given. */
export function drawEvidence({ times, ranges, values, reason }) {
  const strongest = values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return (context, { x, y }) => {
    const [stripes, pro, contra] = [stripesOf(context), themed('--pro'), themed('--contra')];
    const boxOf = i => {
      const [[from, to], [low, high]] = [times[Math.floor(i / ranges.length)], ranges[i % ranges.length]];
      return [x(from), y(high), x(to), y(low)].map(Math.round);
    };
    for (const [i, value] of values.entries()) {
      const share = Math.abs(value) / strongest;
      const [left, top, right, bottom] = boxOf(i);
      if (share >= FAINTEST && right > left) {
        context.globalAlpha = DENSEST * Math.pow(share, 0.75);
        context.fillStyle = value > 0 ? pro : contra;
        context.fillRect(left, top, right - left, bottom - top);
        if (value < 0) {
          context.fillStyle = stripes;
          context.fillRect(left, top, right - left, bottom - top);
        }
      }
    }
    context.globalAlpha = 1;
    reason && outline(context, reason, ranges.length, boxOf);
  };
}

/** The heat map in words: where most speaks for the genre, and where most speaks against it. */
export function wordsOfEvidence({ genre, times, ranges, values }) {
  const place = i => {
    const [[from, to], [low, high]] = [times[Math.floor(i / ranges.length)], ranges[i % ranges.length]];
    return `at ${clock(from)} to ${clock(Math.ceil(to))}, ${frequency(low)} to ${frequency(high)}`;
  };
  const [least, most] = [Math.min, Math.max].map(of => values.indexOf(values.reduce((one, other) => of(one, other), 0)));
  return [
    `Evidence for ${genreName(genre)} as a heat map.`,
    most >= 0 && values[most] > 0 && `Most speaks for it ${place(most)}.`,
    least >= 0 && values[least] < 0 && `Most speaks against it ${place(least)}.`,
  ].filter(Boolean).join(' ');
}

function stripesOf(context) {
  const tile = new OffscreenCanvas(STRIPES, STRIPES);
  const brush = tile.getContext('2d');
  brush.strokeStyle = '#000';
  brush.lineWidth = 1.5;
  for (const shift of [-STRIPES, 0, STRIPES]) {
    brush.beginPath();
    brush.moveTo(shift, STRIPES);
    brush.lineTo(shift + STRIPES, 0);
    brush.stroke();
  }
  return context.createPattern(tile, 'repeat');
}

// A line where the reason ends, light on dark so that it stands out on whatever is below.
function outline(context, reason, rows, boxOf) {
  const isIn = (slot, row) => row >= 0 && row < rows && reason[slot * rows + row] === 1;
  context.beginPath();
  for (const [i, one] of reason.entries()) {
    if (one === 1) {
      const [slot, row, [left, top, right, bottom]] = [Math.floor(i / rows), i % rows, boxOf(i)];
      for (const [there, ...line] of [
        [isIn(slot - 1, row), left, top, left, bottom], [isIn(slot + 1, row), right, top, right, bottom],
        [isIn(slot, row + 1), left, top, right, top], [isIn(slot, row - 1), left, bottom, right, bottom]]) {
        if (!there && right > left) {
          context.moveTo(line[0], line[1]);
          context.lineTo(line[2], line[3]);
        }
      }
    }
  }
  for (const [colour, lineWidth] of [['#000', 4], ['#fff', 2]]) {
    Object.assign(context, { strokeStyle: colour, lineWidth });
    context.stroke();
  }
}
