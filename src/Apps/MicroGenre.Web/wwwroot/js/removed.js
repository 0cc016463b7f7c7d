// What has been removed, and can be brought back.

import { announce, byId, element } from './dom.js';

/** The bar that says what was removed last, with a button to undo it. */
export class Removed {
  #undos = [];

  /** Tells of a removal, of one track by its name or of several, that `undo` takes back. */
  add(names, undo) {
    const [what, were, are] = names.length === 1 ? [names[0], 'was', 'is'] : [`${names.length} tracks`, 'were', 'are'];
    this.#undos.push({ what, were, are, undo });
    announce(`${what} ${were} removed`);
    this.#show();
  }

  #show() {
    const last = this.#undos.at(-1);
    byId('removed').hidden = !last;
    byId('removed').replaceChildren(...(last ? [
      element('span', {}, `${last.what} ${last.were} removed.`),
      element('button', { type: 'button', 'aria-label': `Undo the removal of ${last.what}`, onclick: () => this.#undo() }, 'Undo'),
    ] : []));
  }

  #undo() {
    const { what, are, undo } = this.#undos.pop();
    this.#show();
    undo();
    announce(`${what} ${are} back`);
  }
}
