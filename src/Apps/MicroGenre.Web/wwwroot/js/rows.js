// A long list of which only what is in view is in the document.

// Rows kept ready above and below what is in view.
const SPARE = 4;

// No browser lays out an element that is much higher, in pixels: the rows of a list that would be pass by faster than the reader scrolls.
const HIGHEST = 12_000_000;

/**
 * Shows items in a frame that scrolls: `make(item)` gives a row, an element in which `--row` says how high each row is. The item that `keep`
 * names stays in the document wherever the reader scrolls to, since it may have the focus. Where there is `refill(row, item)`, rows that leave
 * the view are filled anew for those that enter it; `seen(first, last)` is told which places are in view.
 */
export class Rows {
  #frame;
  #body;
  #act;
  #items = [];
  #rows = new Map();
  #awaited;

  constructor(frame, body, act) {
    [this.#frame, this.#body, this.#act] = [frame, body, act];
    frame.addEventListener('scroll', () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(frame);
  }

  /** Shows these items, in this order: an array, or whatever has a `length`, `at(place)` and `indexOf(item)`. */
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
      const { height, view, top, squeeze } = this.#measure();
      const above = Math.min(place * height, Math.max(top, (place + 1) * height - view));
      if (above !== top) {
        this.#frame.scrollTop = above / squeeze;
      }
    }
    this.#render();
  }

  /** How many rows are in view. */
  get page() {
    const { height, view } = this.#measure();
    return Math.max(1, Math.floor(view / height));
  }

  // Heights in pixels: of a row, of what is in view, of what is above it; and how many of these a pixel of scrolling passes.
  #measure() {
    const height = parseFloat(getComputedStyle(this.#body).getPropertyValue('--row')) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const whole = this.#items.length * height;
    const laidOut = Math.min(whole, HIGHEST);
    const view = this.#frame.clientHeight - this.#body.offsetTop;
    const squeeze = laidOut < whole ? (whole - view) / (laidOut - view) : 1;
    return { height, laidOut, view, squeeze, top: this.#frame.scrollTop * squeeze };
  }

  #soon() {
    this.#awaited ??= requestAnimationFrame(() => {
      this.#awaited = undefined;
      this.#render();
    });
  }

  #render() {
    const items = this.#items;
    const { height, laidOut, view, top } = this.#measure();
    const shift = (top - this.#frame.scrollTop) / height;
    const above = Math.floor(top / height);
    const first = Math.max(0, above - SPARE);
    const last = Math.min(items.length - 1, above + Math.ceil(Math.max(0, view) / height) + SPARE);
    const kept = items.indexOf(this.#act.keep());
    const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    if (kept >= 0 && kept < first) {
      places.unshift(kept);
    } else if (kept > last) {
      places.push(kept);
    }
    const wanted = new Map(places.map(place => [items.at(place), place]));
    this.#body.style.setProperty('--rows', laidOut / height);
    const spare = [];
    for (const [item, row] of this.#rows) {
      if (!wanted.has(item)) {
        this.#rows.delete(item);
        this.#act.refill ? spare.push(row) : row.remove();
      }
    }
    const focused = document.activeElement;
    let before = null;
    for (const [item, place] of wanted) {
      const row = this.#rows.get(item) ?? this.#rowOf(item, spare);
      this.#rows.set(item, row);
      row.style.setProperty('--place', place - shift);
      row.setAttribute('aria-rowindex', place + 2);
      // Only rows that are out of place are moved, and the focus stays where it is.
      const next = before ? before.nextSibling : this.#body.firstChild;
      next === row || this.#body.insertBefore(row, next);
      before = row;
    }
    spare.forEach(row => row.remove());
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
    places.length > 0 && this.#act.seen?.(above, last);
  }

  #rowOf(item, spare) {
    const row = spare.pop();
    if (!row) {
      return this.#act.make(item);
    }
    this.#act.refill(row, item);
    return row;
  }
}
