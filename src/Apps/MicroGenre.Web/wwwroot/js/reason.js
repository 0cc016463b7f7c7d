// To hear why: what speaks most for a genre sounds as it is, and the rest is held back.

import { stepAt } from './evidence.js';

// What is left of the rest: −26 dB.
const REST = 0.05;

/** What stands between an audio element and the loudspeaker, once the reader has asked to hear a reason. */
export class ReasonFilter {
  #context = new AudioContext();
  #ready;
  #node;
  #reason;
  #slot;

  constructor(audio) {
    this.#ready = this.#begin(audio);
  }

  /** Lets only the parts of a reason through: `{ times, ranges, reason }`, with a 1 for each part that sounds. All of it where there is none. */
  async use(reason) {
    await this.#ready;
    this.#reason = reason;
    this.#slot = undefined;
    reason || this.#node.port.postMessage({ ranges: [], gains: [], rest: 1 });
  }

  /** Follows the track's time. */
  follow(seconds) {
    const slot = this.#reason && stepAt(this.#reason.times, seconds);
    if (slot !== this.#slot) {
      this.#slot = slot;
      const { ranges, reason } = this.#reason;
      this.#node.port.postMessage({ ranges, gains: ranges.map((_, row) => reason[slot * ranges.length + row] ? 1 : REST), rest: REST });
    }
  }

  dispose() {
    this.#ready.finally(() => this.#context.close()).catch(() => {});
  }

  async #begin(audio) {
    await this.#context.audioWorklet.addModule('js/reason-worklet.js');
    this.#node = new AudioWorkletNode(this.#context, 'reason', { outputChannelCount: [2] });
    this.#context.createMediaElementSource(audio).connect(this.#node).connect(this.#context.destination);
    await this.#context.resume();
  }
}
