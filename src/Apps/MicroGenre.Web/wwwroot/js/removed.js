// What has been removed, and can be brought back.

import { announce, byId, element } from './dom.js';

/** The bar that says what was removed last, with a button to undo it. */
export class Removed {
  #undos = [];

  /** Tells of a removal that `undo` takes back. */
  add(name, undo) {
    this.#undos.push({ name, undo });
    announce(`${name} was removed`);
    this.#show();
  }

  #show() {
    const last = this.#undos.at(-1);
    byId('removed').hidden = !last;
    byId('removed').replaceChildren(...(last ? [
      element('span', {}, `${last.name} was removed.`),
      element('button', { type: 'button', 'aria-label': `Undo the removal of ${last.name}`, onclick: () => this.#undo() }, 'Undo'),
    ] : []));
  }

  #undo() {
    const { name, undo } = this.#undos.pop();
    this.#show();
    undo();
    announce(`${name} is back`);
  }
}
