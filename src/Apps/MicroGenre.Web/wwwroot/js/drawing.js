// What is drawn of a track. Every drawing has the same margin on the left, so that times stand under each other.

import { greys, magma, themed } from './colours.js';
import { clock } from './format.js';

const FONT = '12px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

// The line of times below a drawing, in CSS pixels.
const TIMES_HEIGHT = 18;

/** Bytes from the text that JSON carries them in. */
export function bytesOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  // A loop: Uint8Array.from with a function takes many times as long.
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = characters.charCodeAt(i);
  }
  return bytes;
}

/** A canvas that is drawn anew when its size or the colours change. `draw` gets the context, the width and height in CSS pixels, and the margin. */
export class Drawing {
  #draw;
  #observer = new ResizeObserver(() => this.redraw());
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.redraw();

  constructor(label, draw) {
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', label);
    this.#draw = draw;
    this.#observer.observe(this.canvas);
    this.#scheme.addEventListener('change', this.#redraw);
  }

  redraw() {
    const { canvas } = this;
    const [width, height, scale] = [canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio || 1];
    if (width === 0 || height === 0) {
      return;
    }
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    context.scale(scale, scale);
    context.font = FONT;
    this.#draw(context, width, height, gutterOf(canvas));
  }

  dispose() {
    this.#observer.disconnect();
    this.#scheme.removeEventListener('change', this.#redraw);
  }
}

/** The margin, in CSS pixels. */
export function gutterOf(node) {
  const style = getComputedStyle(node);
  return parseFloat(style.getPropertyValue('--gutter')) * parseFloat(getComputedStyle(document.documentElement).fontSize) || 0;
}

/** How loud the track is, mirrored: what an editor shows as its waveform. */
export function drawWaveform(loudness, axis) {
  return (context, width, height, gutter) => {
    const plot = width - gutter;
    const [first, perPixel] = [axis.from / axis.duration * loudness.length, axis.span / axis.duration * loudness.length / plot];
    context.fillStyle = themed('--accent');
    for (let x = 0; x < plot; x++) {
      const from = Math.floor(first + x * perPixel);
      const to = Math.min(loudness.length, Math.max(from + 1, Math.floor(first + (x + 1) * perPixel)));
      let loudest = 0;
      for (let i = from; i < to; i++) {
        loudest = Math.max(loudest, loudness[i]);
      }
      const tall = Math.max(1, loudest / 255 * height);
      context.fillRect(gutter + x, (height - tall) / 2, 1, tall);
    }
  };
}

/**
 * A mel spectrogram with its frequencies on the left and its times below; in greys below what `over` draws, where it is given. `closer()` is a
 * stretch of it at a higher resolution, where there is one.
 */
export function drawSpectrogram(picture, axis, { over, closer }) {
  const { maxFrequency } = picture;
  const colours = over ? greys : magma;
  const whole = pictureOf(picture, colours);
  let [stretch, sharp] = [];
  return (context, width, height, gutter) => {
    const plotHeight = height - TIMES_HEIGHT;
    const lay = (canvas, from, to) => {
      const [left, right] = [Math.max(axis.from, from), Math.min(axis.to, to)];
      if (left < right) {
        const place = seconds => (seconds - from) / (to - from) * canvas.width;
        const x = seconds => gutter + axis.shareOf(seconds) * (width - gutter);
        context.imageSmoothingEnabled = canvas.width * axis.span / (to - from) > (width - gutter) / 2;
        context.drawImage(canvas, place(left), 0, place(right) - place(left), canvas.height, x(left), 0, x(right) - x(left), plotHeight);
      }
    };
    lay(whole, 0, axis.duration);
    if (stretch !== closer()) {
      stretch = closer();
      sharp = stretch && pictureOf(stretch, colours);
    }
    sharp && lay(sharp, stretch.from * axis.duration, stretch.to * axis.duration);
    over?.(context, {
      x: seconds => gutter + Math.max(0, Math.min(1, axis.shareOf(seconds))) * (width - gutter),
      y: hertz => plotHeight * (1 - mel(Math.min(hertz, maxFrequency)) / mel(maxFrequency)),
    });
    context.fillStyle = themed('--soft');
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const top = mel(maxFrequency);
    for (const hertz of [0, 500, 1000, 2000, 4000, 8000]) {
      if (hertz <= maxFrequency) {
        const y = plotHeight * (1 - mel(hertz) / top);
        context.fillText(hertz === 0 ? '0 Hz' : hertz >= 1000 ? `${hertz / 1000} kHz` : `${hertz} Hz`, gutter - 8, Math.min(Math.max(y, 6), plotHeight - 6));
        context.fillRect(gutter - 5, Math.min(y, plotHeight - 1), 5, 1);
      }
    }
    drawTimes(context, width, height, gutter, axis);
  };
}

/** The frequency in Hz at a share of a spectrogram's height, from its top; undefined on its times. */
export function hertzAt({ maxFrequency }, share, height) {
  const above = 1 - share * height / (height - TIMES_HEIGHT);
  return above < 0 ? undefined : hertzOf(above * mel(maxFrequency));
}

/** How probable each genre, `{ name, colour }`, is at each time: a row for each, the fuller the more probable. */
export function drawGenres(genres, cells, axis) {
  return (context, width, height, gutter) => {
    const plotHeight = height - TIMES_HEIGHT;
    const [row, plot] = [plotHeight / genres.length, width - gutter];
    const at = seconds => gutter + Math.max(0, Math.min(1, axis.shareOf(seconds))) * plot;
    const inView = cells.filter(cell => cell.end > axis.from && cell.start < axis.to);
    genres.forEach(({ name, colour }, i) => {
      const y = i * row;
      context.fillStyle = themed('--fill');
      context.fillRect(gutter, y, plot, row - 2);
      context.fillStyle = themed(colour);
      for (const cell of inView) {
        context.globalAlpha = Math.pow(cell.shares[i], 0.8);
        // Drawn to whole pixels: no light shines through between neighbours.
        const [left, right] = [Math.round(at(cell.start)), Math.round(at(cell.end))];
        context.fillRect(left, y, Math.max(1, right - left), row - 2);
      }
      context.globalAlpha = 1;
      context.fillStyle = themed(i === 0 ? '--ink' : '--soft');
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText(shorten(context, name, gutter - 10), gutter - 8, y + row / 2 - 1);
    });
    drawTimes(context, width, height, gutter, axis);
  };
}

/** The height that `drawGenres` needs, in CSS pixels. */
export const heightOfGenres = labels => labels.length * 20 + TIMES_HEIGHT;

function drawTimes(context, width, height, gutter, axis) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const plot = width - gutter;
  const step = steps.find(seconds => seconds / axis.span * plot >= 56) ?? 7200;
  context.fillStyle = themed('--soft');
  context.textBaseline = 'alphabetic';
  for (let seconds = Math.ceil(axis.from / step) * step; seconds <= axis.to; seconds += step) {
    const x = gutter + axis.shareOf(seconds) * plot;
    context.fillRect(Math.min(x, width - 1), height - TIMES_HEIGHT, 1, 4);
    const text = axis.duration < 120 ? `${seconds} s` : clock(seconds);
    const half = context.measureText(text).width / 2;
    context.textAlign = x + half > width ? 'right' : x === gutter ? 'left' : 'center';
    context.fillText(text, Math.min(x, width), height - 3);
  }
}

function pictureOf({ levels, bands, columns }, colours) {
  const canvas = new OffscreenCanvas(Math.max(1, columns), bands);
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, bands);
  const pixels = new Uint32Array(image.data.buffer);
  for (let band = 0; band < bands; band++) {
    for (let column = 0; column < columns; column++) {
      pixels[(bands - 1 - band) * columns + column] = colours[levels[band * columns + column]];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// Slaney's mel scale: linear to 1 kHz, logarithmic above.
const mel = hertz => hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
const hertzOf = mels => mels < 15 ? mels * 200 / 3 : 1000 * Math.exp((mels - 15) * Math.log(6.4) / 27);

function shorten(context, text, width) {
  let short = text;
  while (short.length > 1 && context.measureText(short).width > width) {
    short = short.slice(0, -2) + '…';
  }
  return short;
}
