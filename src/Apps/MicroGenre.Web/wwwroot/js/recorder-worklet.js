// Runs beside the page: hands each block of samples over, as one channel.

registerProcessor('recorder', class extends AudioWorkletProcessor {
  process([channels]) {
    if (channels.length > 0) {
      const mixed = new Float32Array(channels[0].length);
      for (const channel of channels) {
        for (let i = 0; i < mixed.length; i++) {
          mixed[i] += channel[i] / channels.length;
        }
      }
      this.port.postMessage(mixed, [mixed.buffer]);
    }
    return true;
  }
});
