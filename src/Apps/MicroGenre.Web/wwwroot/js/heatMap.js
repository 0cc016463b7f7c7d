// Evidence for a genre as a heat map: a colour for what speaks for it, another with stripes for what speaks against it.

import { themed } from './colours.js';
import { clock, frequency } from './format.js';
import { genreName } from './wording.js';

// Weaker parts are left out, as a share of the strongest.
const FAINTEST = 0.03;

// How much of the spectrogram the strongest part covers.
const DENSEST = 0.85;

// How dark the stripes are.
const STRIPED = 0.6;

// Shades of either colour.
const SHADES = 12;

// Between stripes, in CSS pixels.
const STRIPES = 6;

/** Draws `values` over a spectrogram, and a line around the parts of the `reason`, where one is given. */
export function drawEvidence({ times, ranges, values, reason }) {
  const strongest = values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const shadeOf = value => Math.abs(value) < FAINTEST * strongest ? 0 : Math.sign(value) * Math.ceil(SHADES * Math.abs(value) / strongest);
  return (context, { x, y }) => {
    // Places in whole pixels, so that no light shines through between neighbours; parts out of view have no width.
    const columns = times.map(([from, to]) => [Math.round(x(from)), Math.round(x(to))]);
    const rows = ranges.map(([low, high]) => [Math.round(y(high)), Math.round(y(low))]);
    const boxOf = i => [...columns[Math.floor(i / rows.length)], ...rows[i % rows.length]];
    fill(context, shadeOf, values, boxOf);
    reason && outline(context, reason, rows.length, boxOf);
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

// All parts of a shade at once: thousands one by one take too long.
function fill(context, shadeOf, values, boxOf) {
  const shades = new Map();
  const against = new Path2D();
  for (const [i, value] of values.entries()) {
    const shade = shadeOf(value);
    const [left, right, top, bottom] = boxOf(i);
    if (shade !== 0 && right > left) {
      shades.has(shade) || shades.set(shade, new Path2D());
      shades.get(shade).rect(left, top, right - left, bottom - top);
      shade < 0 && against.rect(left, top, right - left, bottom - top);
    }
  }
  const [pro, contra] = [themed('--pro'), themed('--contra')];
  for (const [shade, path] of shades) {
    context.globalAlpha = DENSEST * Math.pow(Math.abs(shade) / SHADES, 0.75);
    context.fillStyle = shade > 0 ? pro : contra;
    context.fill(path);
  }
  context.globalAlpha = STRIPED;
  context.fillStyle = stripesOf(context);
  context.fill(against);
  context.globalAlpha = 1;
}

function stripesOf(context) {
  const tile = new OffscreenCanvas(STRIPES, STRIPES);
  const brush = tile.getContext('2d');
  brush.strokeStyle = '#000';
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
  const [dark, light] = [new Path2D(), new Path2D()];
  const draw = (x, y, width, height) => {
    dark.rect(x - 2, y - 2, width + 4, height + 4);
    light.rect(x - 1, y - 1, width + 2, height + 2);
  };
  for (const [i, one] of reason.entries()) {
    const [left, right, top, bottom] = boxOf(i);
    if (one === 1 && right > left) {
      const [slot, row] = [Math.floor(i / rows), i % rows];
      isIn(slot - 1, row) || draw(left, top, 0, bottom - top);
      isIn(slot + 1, row) || draw(right, top, 0, bottom - top);
      isIn(slot, row + 1) || draw(left, top, right - left, 0);
      isIn(slot, row - 1) || draw(left, bottom, right - left, 0);
    }
  }
  context.fillStyle = '#000';
  context.fill(dark);
  context.fillStyle = '#fff';
  context.fill(light);
}
