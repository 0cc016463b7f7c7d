// Colours that drawings need as numbers.

// "magma" by Nathaniel Smith and Stéfan van der Walt (public domain), every sixteenth colour; between them it is all but straight.
const MAGMA = [
  [0, 0, 4], [10, 8, 34], [29, 17, 71], [54, 16, 107], [81, 18, 124], [106, 28, 129], [131, 38, 129], [156, 46, 127], [183, 55, 121],
  [208, 65, 111], [231, 82, 99], [245, 107, 92], [252, 137, 97], [254, 167, 114], [254, 196, 136], [253, 226, 163], [252, 255, 195],
];

/** 256 colours as four bytes each, from quiet to loud. */
export const magma = (() => {
  const table = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const position = Math.min(level / 16, MAGMA.length - 1.000001);
    const [low, high, part] = [MAGMA[Math.floor(position)], MAGMA[Math.floor(position) + 1], position % 1];
    low.forEach((value, channel) => { table[level * 4 + channel] = value + part * (high[channel] - value); });
    table[level * 4 + 3] = 255;
  }
  return new Uint32Array(table.buffer);
})();

/** 256 greys in the same form: behind colours that mean something else. */
export const greys = new Uint32Array(Uint8Array.from({ length: 256 * 4 }, (_, i) => i % 4 === 3 ? 255 : i >> 2).buffer);

/** A colour of the page's sheet, as it is now: light or dark. */
export const themed = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
