// A long list of which only what is in view is in the document.

// Rows kept ready above and below what is in view.
const SPARE = 6;

/**
 * Shows items in a frame that scrolls: `make(item)` gives a row, an element in which `--row` says how high each row is. The item that `keep`
 * names stays in the document wherever the reader scrolls to, since it may have the focus.
 */
export class Rows {
  #frame;
  #body;
  #make;
  #keep;
  #items = [];
  #rows = new Map();
  #awaited;

  constructor(frame, body, { make, keep }) {
    [this.#frame, this.#body, this.#make, this.#keep] = [frame, body, make, keep];
    frame.addEventListener('scroll', () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(frame);
  }

  /** Shows these items, in this order. */
  show(items) {
    this.#items = items;
    this.#render();
  }

  /** The rows in the document, by item. */
  get rows() {
    return this.#rows;
  }

  /** Scrolls an item's row into view, and has it in the document. */
  reveal(item) {
    const place = this.#items.indexOf(item);
    if (place >= 0) {
      const [top, height] = [place * this.#height, this.#frame.clientHeight - this.#body.offsetTop];
      this.#frame.scrollTop = Math.min(top, Math.max(this.#frame.scrollTop, top + this.#height - height));
    }
    this.#render();
  }

  /** How many rows are in view. */
  get page() {
    return Math.max(1, Math.floor(this.#frame.clientHeight / this.#height) - 1);
  }

  get #height() {
    return parseFloat(getComputedStyle(this.#body).getPropertyValue('--row')) * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  #soon() {
    this.#awaited ??= requestAnimationFrame(() => {
      this.#awaited = undefined;
      this.#render();
    });
  }

  #render() {
    const height = this.#height;
    const first = Math.floor(this.#frame.scrollTop / height) - SPARE;
    const last = first + Math.ceil(this.#frame.clientHeight / height) + 2 * SPARE;
    const kept = this.#keep();
    const wanted = new Map(this.#items.map((item, place) => [item, place]).filter(([item, place]) => (place >= first && place <= last) || item === kept));
    this.#body.style.setProperty('--rows', this.#items.length);
    for (const [item, row] of this.#rows) {
      if (!wanted.has(item)) {
        row.remove();
        this.#rows.delete(item);
      }
    }
    const focused = document.activeElement;
    let before = null;
    for (const [item, place] of wanted) {
      const row = this.#rows.get(item) ?? this.#make(item);
      this.#rows.set(item, row);
      row.style.setProperty('--place', place);
      row.setAttribute('aria-rowindex', place + 2);
      // Only rows that are out of place are moved, and the focus stays where it is.
      const next = before ? before.nextSibling : this.#body.firstChild;
      next === row || this.#body.insertBefore(row, next);
      before = row;
    }
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  }
}
