// Which part of the map is shown. Knows nothing of the document.

const CLOSEST = 200;

// What is shown when nothing is magnified: a little more than from −1 to 1.
const WHOLE = 2.1;

/** A window on the map, `width` by `height` pixels. */
export class MapWindow {
  width = 1;
  height = 1;
  #x = 0;
  #y = 0;
  #zoom = 1;

  /** Pixels per unit. */
  get scale() {
    return Math.min(this.width, this.height) / WHOLE * this.#zoom;
  }

  /** How many times the map is magnified. */
  get zoom() {
    return this.#zoom;
  }

  /** Where a place of the map is, in pixels from the left and from the top. */
  toPixels(x, y) {
    return [this.width / 2 + (x - this.#x) * this.scale, this.height / 2 - (y - this.#y) * this.scale];
  }

  /** What place a pixel shows. */
  toPlace(left, top) {
    return [this.#x + (left - this.width / 2) / this.scale, this.#y - (top - this.height / 2) / this.scale];
  }

  /** Magnifies by a factor; what is at a pixel stays there. */
  magnify(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toPlace(left, top);
    this.#zoom = Math.max(1, Math.min(CLOSEST, this.#zoom * factor));
    const [nowX, nowY] = this.toPlace(left, top);
    this.#moveTo(this.#x + x - nowX, this.#y + y - nowY);
  }

  /** Moves what is shown by pixels. */
  pan(right, down) {
    this.#moveTo(this.#x - right / this.scale, this.#y + down / this.scale);
  }

  /** Brings a place into view, away from the edges. */
  reveal(x, y) {
    const [left, top] = this.toPixels(x, y);
    const margin = Math.min(this.width, this.height) / 8;
    const beyond = (at, size) => at < margin ? margin - at : at > size - margin ? size - margin - at : 0;
    this.pan(beyond(left, this.width), beyond(top, this.height));
  }

  /** Shows all of the map. */
  reset() {
    this.#zoom = 1;
    this.#moveTo(0, 0);
  }

  #moveTo(x, y) {
    [this.#x, this.#y] = [x, y].map(value => Math.max(-1, Math.min(1, value)));
  }
}
