// Runs beside the page: lets some ranges of frequency through and holds the others back, by short-time Fourier transforms.

const SIZE = 2048;
const HOP = SIZE / 4;

// Hann's windows, squared, add up to this where four overlap.
const OVERLAP = 1.5;

// How far gains move towards what is wanted from one transform to the next: no clicks.
const GLIDE = 0.4;

const shape = Float32Array.from({ length: SIZE }, (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE));
const cosines = Float32Array.from({ length: SIZE / 2 }, (_, i) => Math.cos(2 * Math.PI * i / SIZE));
const sines = Float32Array.from({ length: SIZE / 2 }, (_, i) => Math.sin(2 * Math.PI * i / SIZE));

registerProcessor('reason', class extends AudioWorkletProcessor {
  // The last samples of two channels, and those to come; both are rings.
  #heard = [new Float32Array(SIZE), new Float32Array(SIZE)];
  #told = [new Float32Array(SIZE), new Float32Array(SIZE)];
  #place = 0;
  #real = new Float32Array(SIZE);
  #imaginary = new Float32Array(SIZE);
  #gains = new Float32Array(SIZE / 2 + 1).fill(1);
  #wanted = new Float32Array(SIZE / 2 + 1).fill(1);

  constructor() {
    super();
    // Ranges in Hz with the gain of each, and the gain of all the rest.
    this.port.onmessage = ({ data: { ranges, gains, rest } }) => this.#wanted.forEach((_, bin) => {
      const hertz = bin * sampleRate / SIZE;
      this.#wanted[bin] = gains[ranges.findIndex(([low, high]) => hertz >= low && hertz < high)] ?? rest;
    });
  }

  process([input], [output]) {
    for (let i = 0; i < output[0].length; i++) {
      for (let channel = 0; channel < 2; channel++) {
        this.#heard[channel][this.#place] = (input[channel] ?? input[0])?.[i] ?? 0;
        if (output[channel]) {
          output[channel][i] = this.#told[channel][this.#place];
        }
        this.#told[channel][this.#place] = 0;
      }
      this.#place = (this.#place + 1) % SIZE;
      this.#place % HOP === 0 && this.#transform();
    }
    return true;
  }

  // Both channels at once, as the real and the imaginary part of one: the gains are the same on either side of the spectrum.
  #transform() {
    const [real, imaginary, gains] = [this.#real, this.#imaginary, this.#gains];
    for (let i = 0; i < SIZE; i++) {
      const at = (this.#place + i) % SIZE;
      real[i] = this.#heard[0][at] * shape[i];
      imaginary[i] = this.#heard[1][at] * shape[i];
    }
    fourier(real, imaginary);
    for (let bin = 0; bin <= SIZE / 2; bin++) {
      gains[bin] += GLIDE * (this.#wanted[bin] - gains[bin]);
      for (const mirrored of new Set([bin, (SIZE - bin) % SIZE])) {
        real[mirrored] *= gains[bin];
        imaginary[mirrored] *= gains[bin];
      }
    }
    // With real and imaginary parts exchanged, the transform is its own inverse.
    fourier(imaginary, real);
    for (let i = 0; i < SIZE; i++) {
      const at = (this.#place + i) % SIZE;
      this.#told[0][at] += real[i] * shape[i] / (OVERLAP * SIZE);
      this.#told[1][at] += imaginary[i] * shape[i] / (OVERLAP * SIZE);
    }
  }
});

// Cooley and Tukey's transform, in place.
function fourier(real, imaginary) {
  for (let i = 1, j = 0; i < SIZE; i++) {
    let bit = SIZE >> 1;
    for (; j & bit; bit >>= 1) {
      j ^= bit;
    }
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j], real[i]];
      [imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]];
    }
  }
  for (let length = 2; length <= SIZE; length *= 2) {
    const [half, step] = [length / 2, SIZE / length];
    for (let start = 0; start < SIZE; start += length) {
      for (let i = 0; i < half; i++) {
        const [cosine, sine] = [cosines[i * step], sines[i * step]];
        const [even, odd] = [start + i, start + i + half];
        const turnedReal = real[odd] * cosine + imaginary[odd] * sine;
        const turnedImaginary = imaginary[odd] * cosine - real[odd] * sine;
        real[odd] = real[even] - turnedReal;
        imaginary[odd] = imaginary[even] - turnedImaginary;
        real[even] += turnedReal;
        imaginary[even] += turnedImaginary;
      }
    }
  }
}
