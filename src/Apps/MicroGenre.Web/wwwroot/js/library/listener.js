// Plays one track of the library at a time, from the server's file.

import { Axis } from '../axis.js';
import { announce, byId } from '../dom.js';
import { Player } from '../player.js';
import { Transport } from '../transport.js';
import { fileAddress, spokenOf } from './trackText.js';

/** The player at the bottom of the page. Tells `state` when a track begins or ceases to be heard. */
export class Listener extends EventTarget {
  #place = byId('library-transport');
  #track;
  #player;
  #transport;

  constructor() {
    super();
    document.addEventListener('keydown', event => this.#spaceDown(event));
  }

  /** The track that is heard; undefined while nothing is. */
  get heard() {
    return this.#player?.playing ? this.#track : undefined;
  }

  /** Plays a track from where it was left, or from a share of its length. */
  play(track, share) {
    if (track.id !== this.#track?.id) {
      this.#open(track);
    }
    this.#player.play(share === undefined ? undefined : share * track.durationSeconds);
  }

  /** Plays a track, or pauses it where it is heard. */
  toggle(track, share) {
    this.heard?.id === track.id ? this.pause() : this.play(track, track.id === this.#track?.id ? undefined : share);
  }

  /** Falls silent. */
  pause() {
    this.#player?.pause();
  }

  #open(track) {
    [this.#player, this.#transport].forEach(one => one?.dispose());
    this.#track = track;
    const player = this.#player = new Player(fileAddress(track));
    const axis = new Axis();
    const transport = this.#transport = new Transport(this.#place, player, axis);
    this.#place.hidden = false;
    transport.now.textContent = spokenOf(track);
    player.addEventListener('time', () => {
      axis.fit(player.duration || track.durationSeconds);
      transport.show();
    });
    player.addEventListener('state', () => this.dispatchEvent(new Event('state')));
    player.addEventListener('unplayable', () => {
      transport.now.textContent = `This browser cannot play ${track.path.slice(track.path.lastIndexOf('/') + 1)}, or its file is not there any more.`;
      announce(transport.now.textContent);
      this.dispatchEvent(new Event('state'));
    });
    axis.fit(track.durationSeconds);
    transport.show();
  }

  // Space plays wherever it does nothing else than scroll, and no view has taken it.
  #spaceDown(event) {
    const takesIt = event.target.closest('button, summary, select, textarea, a, dialog, input:not([type=range], [type=checkbox])');
    const canPlay = this.#track && this.#place.checkVisibility() && this.#transport.canPlay;
    if (event.key === ' ' && canPlay && !event.defaultPrevented && !takesIt && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.repeat || this.#transport.toggle();
    }
  }
}
