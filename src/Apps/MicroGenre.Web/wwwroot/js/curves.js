// Training curves: one picture for losses, one for accuracies.

import { element, shape } from './dom.js';
import { percent } from './format.js';

// Of a line; more would not be told apart.
const MOST_POINTS = 1000;

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [420, 220, 44, 24, 8];

/** Two figures that grow epoch by epoch. */
export class Curves {
  #epochs = [];
  #frame;
  #figures = [
    { title: 'Loss', train: 'loss', validation: 'validationLoss', show: value => String(Number(value.toPrecision(3))) },
    { title: 'Accuracy', train: 'accuracy', validation: 'validationAccuracy', show: percent, most: 1 },
  ].map(figure => ({ ...figure, caption: element('figcaption'), drawing: shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img' }) }));

  element = element('div', { class: 'curves', hidden: true }, this.#figures.map(({ caption, drawing }) => element('figure', {}, caption, drawing)));

  #other;

  add(epoch) {
    this.#epochs.push(epoch);
    this.element.hidden = false;
    this.#drawSoon();
  }

  /** Draws another job's epochs behind its own: `{ name, epochs }`, or undefined for no other. */
  compare(other) {
    this.#other = other;
    this.#epochs.length > 0 && this.#drawSoon();
  }

  #drawSoon() {
    // Epochs that have been come all at once: drawn once, too.
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#figures.forEach(figure => this.#draw(figure));
    });
  }

  #draw({ title, train, validation, show, most, caption, drawing }) {
    const epochs = this.#epochs;
    const last = epochs.at(-1);
    const others = this.#other?.epochs ?? [];
    const values = [...epochs, ...others].flatMap(epoch => [epoch[train], epoch[validation]]).filter(Number.isFinite);
    const top = most ?? niceTop(values.reduce((one, other) => Math.max(one, other), 0));
    const end = Math.max(last.epochs, epochs.length, others.length, 2);
    const stride = Math.ceil(Math.max(epochs.length, others.length) / MOST_POINTS);
    const x = i => LEFT + (WIDTH - LEFT - 10) * i / (end - 1);
    const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    const line = (key, kind, run = epochs) => {
      const points = run.map((epoch, i) => [i, epoch[key]]).filter(([i, value]) => Number.isFinite(value) && (i % stride === 0 || i === run.length - 1)).map(([i, value]) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`);
      // A line of one point would not be seen; from it to itself it is a dot.
      return shape('polyline', { class: `line ${kind}`, points: [...points, points.at(-1) ?? ''].join(' ') });
    };
    const text = (content, attributes) => {
      const made = shape('text', attributes);
      made.textContent = content;
      return made;
    };
    drawing.replaceChildren(
      ...[0, 0.25, 0.5, 0.75, 1].flatMap(share => [
        shape('line', { class: 'grid', x1: LEFT, x2: WIDTH - 10, y1: y(share * top), y2: y(share * top) }),
        text(show(share * top), { x: LEFT - 6, y: y(share * top) + 4, 'text-anchor': 'end' }),
      ]),
      text('epoch 1', { x: LEFT, y: HEIGHT - 6 }),
      text(String(end), { x: WIDTH - 10, y: HEIGHT - 6, 'text-anchor': 'end' }),
      line(train, 'train other', others), line(validation, 'validation other', others),
      line(train, 'train'), line(validation, 'validation'));

    // Not every epoch is validated.
    const validated = epochs.findLast(epoch => Number.isFinite(epoch[validation]))?.[validation];
    const figures = [['key', `training ${show(last[train])}`], ...(validated === undefined ? [] : [['key validation', `validation ${show(validated)}`]]),
      ...(others.length > 0 ? [['key other', `faint: ${this.#other.name}, ${show(others.at(-1)[train])}`]] : [])];
    drawing.setAttribute('aria-label', `${title} after ${epochs.length} epochs: ${figures.map(([, figure]) => figure).join(', ')}`);
    caption.replaceChildren(element('strong', {}, title), ...figures.map(([kind, figure]) => element('span', { class: kind }, figure)));
  }
}

function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 4, 5, 10].map(step => step * power).find(step => step >= value);
}
