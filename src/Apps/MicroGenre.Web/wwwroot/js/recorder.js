// Records from the microphone into a WAV file.

import { Problem } from './api.js';

/** The longest recording, in seconds. */
export const LONGEST = 600;

/** A recording under way. Tells `level` after each tenth of a second or so, and `full` at its longest. */
export class Recorder extends EventTarget {
  level = 0;
  #blocks = [];
  #length = 0;
  #told = 0;

  /** Asks for the microphone and begins. */
  static async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Problem('This browser lets a page record only over https or on localhost.');
    }
    const recorder = new Recorder();
    try {
      recorder.stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch (refusal) {
      throw new Problem(refusal.name === 'NotAllowedError' ? 'The browser was not allowed to use the microphone.' : 'No microphone was found.');
    }
    recorder.context = new AudioContext();
    await recorder.context.audioWorklet.addModule('js/recorder-worklet.js');
    const tap = new AudioWorkletNode(recorder.context, 'recorder', { numberOfOutputs: 0 });
    tap.port.onmessage = ({ data }) => recorder.#take(data);
    recorder.context.createMediaStreamSource(recorder.stream).connect(tap);
    return recorder;
  }

  get seconds() {
    return this.#length / this.context.sampleRate;
  }

  /** Ends it. */
  async stop() {
    this.stream.getTracks().forEach(track => track.stop());
    await this.context.close();
  }

  /** What was recorded, as a file. */
  toFile(name) {
    return new File([wavHeader(this.#length, this.context.sampleRate), ...this.#blocks], name, { type: 'audio/wav' });
  }

  #take(samples) {
    if (this.seconds >= LONGEST) {
      return;
    }
    const whole = new Int16Array(samples.length);
    let loudest = 0;
    samples.forEach((sample, i) => {
      whole[i] = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
      loudest = Math.max(loudest, Math.abs(sample));
    });
    this.#blocks.push(whole);
    this.#length += whole.length;
    this.level = Math.max(loudest, this.level * 0.97);
    if (this.seconds - this.#told >= 0.1) {
      this.#told = this.seconds;
      this.dispatchEvent(new Event(this.seconds >= LONGEST ? 'full' : 'level'));
    }
  }
}

// 16-bit, one channel; typed arrays are little-endian wherever browsers run, as the format is.
function wavHeader(samples, sampleRate) {
  const header = new DataView(new ArrayBuffer(44));
  const text = (at, characters) => [...characters].forEach((character, i) => header.setUint8(at + i, character.charCodeAt(0)));
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples * 2, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, samples * 2, true);
  return header;
}
