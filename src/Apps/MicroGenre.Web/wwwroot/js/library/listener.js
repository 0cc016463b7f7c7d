// Plays one track of the library at a time, from the server's file.

import { Axis } from '../axis.js';
import { announce, byId } from '../dom.js';
import { Player } from '../player.js';
import { Transport } from '../transport.js';
import { fileAddress, fileNameOf, spokenOf } from './trackText.js';

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
      transport.now.textContent = `This browser cannot play ${fileNameOf(track.path)}, or its file is not there any more.`;
      announce(transport.now.textContent);
      this.dispatchEvent(new Event('state'));
    });
    axis.fit(track.durationSeconds);
    transport.show();
  }

  // Space plays wherever it does nothing else than scroll, and no view has taken it.
  #spaceDown(event) {
    if (this.#track && this.#place.checkVisibility() && !event.defaultPrevented) {
      this.#transport.takeSpace(event, 'button, summary, select, textarea, a, dialog, input:not([type=range], [type=checkbox])');
    }
  }
}
