// The places of all tracks on the map, as numbers in arrays. Knows nothing of the document.

// Cells along each side of the grid by which points are found.
const CELLS = 256;

/** Points from −1 to 1, which come in parts: `ids`, places `x` and `y`, and `genres`, positions in `labels` or −1. */
export class PointCloud {
  labels = [];
  length = 0;
  ids = new Float64Array(0);
  x = new Float32Array(0);
  y = new Float32Array(0);
  genres = new Int16Array(0);
  #grid;
  #places;

  /** Takes up a part of the service's answer. */
  add({ labels, ids, x, y, genres }) {
    this.labels = labels.length > 0 ? labels : this.labels;
    const first = this.length;
    this.length += ids.length;
    if (this.length > this.ids.length) {
      const room = Math.max(this.length, 2 * this.ids.length);
      for (const name of ['ids', 'x', 'y', 'genres']) {
        const wider = new this[name].constructor(room);
        wider.set(this[name].subarray(0, first));
        this[name] = wider;
      }
    }
    this.ids.set(ids.map(Number), first);
    this.x.set(x, first);
    this.y.set(y, first);
    this.genres.set(genres, first);
    this.#grid = this.#places = undefined;
  }

  /** The point of a track; −1 where it has none. */
  indexOf(id) {
    this.#places ??= new Map(Array.from({ length: this.length }, (_, i) => [this.ids[i], i]));
    return this.#places.get(Number(id)) ?? -1;
  }

  /** The point nearest to a place, within a distance, of those that `isWanted`; −1 where there is none. */
  nearest(x, y, reach, isWanted) {
    let [best, least] = [-1, reach * reach];
    this.#ring(x, y, reach, i => {
      const distance = (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2;
      if (distance <= least && isWanted(i)) {
        [best, least] = [i, distance];
      }
      return Math.sqrt(least);
    });
    return best;
  }

  /** The point nearest to another, at least so far away, in a direction: `[1, 0]` is right, `[0, 1]` up. −1 where there is none. */
  toward(from, [across, up], away, isWanted) {
    const [x, y] = [this.x[from], this.y[from]];
    let [best, least] = [-1, Infinity];
    this.#ring(x, y, 2 * Math.SQRT2, i => {
      const [dx, dy] = [this.x[i] - x, this.y[i] - y];
      const along = dx * across + dy * up;
      const aside = Math.abs(dx * up) + Math.abs(dy * across);
      const distance = Math.hypot(dx, dy);
      if (i !== from && along > 0 && aside <= along && distance >= away && distance < least && isWanted(i)) {
        [best, least] = [i, distance];
      }
      return least;
    });
    return best;
  }

  // Visits the points around a place, ring of cells by ring, as far as `visit` wants: it answers with a distance.
  #ring(x, y, reach, visit) {
    const { starts, order } = this.#grid ??= this.#index();
    const size = 2 / CELLS;
    const [column, row] = [cellOf(x), cellOf(y)];
    for (let ring = 0; ring < CELLS && (ring - 1) * size <= reach; ring++) {
      for (let down = Math.max(0, row - ring); down <= Math.min(CELLS - 1, row + ring); down++) {
        const step = Math.abs(down - row) === ring ? 1 : Math.max(1, 2 * ring);
        for (let right = column - ring; right <= column + ring; right += step) {
          if (right >= 0 && right < CELLS) {
            const cell = down * CELLS + right;
            for (let at = starts[cell]; at < starts[cell + 1]; at++) {
              reach = Math.min(reach, visit(order[at]));
            }
          }
        }
      }
    }
  }

  // The points in the order of their cells, and where each cell begins.
  #index() {
    const starts = new Uint32Array(CELLS * CELLS + 1);
    const cells = new Uint32Array(this.length);
    for (let i = 0; i < this.length; i++) {
      cells[i] = cellOf(this.y[i]) * CELLS + cellOf(this.x[i]);
      starts[cells[i] + 1]++;
    }
    for (let cell = 0; cell < CELLS * CELLS; cell++) {
      starts[cell + 1] += starts[cell];
    }
    const order = new Uint32Array(this.length);
    const next = starts.slice();
    for (let i = 0; i < this.length; i++) {
      order[next[cells[i]]++] = i;
    }
    return { starts, order };
  }
}

const cellOf = value => Math.max(0, Math.min(CELLS - 1, Math.floor((value + 1) / 2 * CELLS)));
