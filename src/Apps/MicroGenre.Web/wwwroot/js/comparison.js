// Models beside each other: how often they are right, and what two of them take each other's tracks for.

import { accuracyOf, cardOf } from './accuracy.js';
import { element } from './dom.js';
import { percent } from './format.js';
import { colourOf } from './palette.js';
import { genreName } from './wording.js';

const titleOf = ({ name, version }) => `${name} ${version}`;

/** The reader's choice of two models, which stays while the list is made anew. */
let chosen = [];

/** How often each model is right on tracks outside its training data, on one scale, and two of them side by side. */
export function comparisonOf(models) {
  const rows = models.map(model => ({ model, accuracy: accuracyOf(model) }));
  return element('section', { class: 'card comparison', 'aria-labelledby': 'comparison-title' },
    element('h2', { id: 'comparison-title' }, 'How often they are right'),
    element('p', { class: 'fine' }, 'On tracks outside their training data. The bar is the 95 % interval: the more tracks, the narrower. Models whose bars overlap may be equally good.'),
    element('ul', { class: 'yardstick' }, rows.map(({ model, accuracy }) => element('li', { class: accuracy && !accuracy.isFew ? '' : 'few' },
      element('a', { href: `#/models/${encodeURIComponent(model.name)}/${model.version}` }, titleOf(model)),
      element('span', { class: 'scale', 'aria-hidden': 'true' }, accuracy && element('span', { class: 'interval', style: { '--low': accuracy.low, '--high': accuracy.high } }),
        accuracy && element('span', { class: 'share', style: { '--share': accuracy.share } })),
      element('span', {}, accuracy ? `${percent(accuracy.share)} of ${accuracy.tracks} tracks, ${percent(accuracy.low)} to ${percent(accuracy.high)}${accuracy.isFew ? ': too few to compare' : ''}` : 'not measured')))),
    models.length > 1 && pair(models));
}

function pair(models) {
  const titles = models.map(titleOf);
  chosen = chosen.every(title => titles.includes(title)) && chosen.length === 2 ? chosen : titles.slice(0, 2);
  const result = element('div', { 'aria-live': 'polite' });
  const show = () => result.replaceChildren(...beside(...chosen.map(title => models[titles.indexOf(title)])));
  const choice = (place, label) => element('label', {}, label, element('select', { onchange: ({ target }) => { chosen[place] = target.value; show(); } },
    titles.map(title => element('option', { value: title, selected: title === chosen[place] }, title))));
  show();
  return element('details', { class: 'pair' }, element('summary', {}, 'Compare two'), element('div', { class: 'choice' }, choice(0, 'From'), choice(1, 'To')), result);
}

function beside(from, to) {
  const accuracies = [from, to].map(accuracyOf);
  const [before, after] = [from, to].map(model => cardOf(model).confusion);
  const lines = [];
  if (from === to) {
    return [element('p', { class: 'fine' }, 'Choose another model to compare with.')];
  }
  if (accuracies.every(Boolean)) {
    const [one, other] = accuracies;
    const apart = one.high < other.low || other.high < one.low;
    lines.push(`${titleOf(from)}: ${percent(one.share)} of ${one.tracks}. ${titleOf(to)}: ${percent(other.share)} of ${other.tracks}. `
      + (apart ? 'The intervals do not overlap: the difference is not chance.' : 'The intervals overlap: the difference may be chance.'));
  }
  if (from.labels.join() !== to.labels.join()) {
    return [...lines, 'They tell different genres apart.'].map(line => element('p', {}, line));
  }
  if (!before || !after) {
    return [...lines, 'One of them has no confusion matrix.'].map(line => element('p', {}, line));
  }
  return [...lines.map(line => element('p', {}, line)), difference(from, to, before, after)];
}

// In hundredths of each genre's tracks. What grows is good on the diagonal, and bad beside it.
function difference(from, to, before, after) {
  const { labels } = to;
  const sharesOf = rows => rows.map(row => row.map(count => count / Math.max(1, row.reduce((one, other) => one + other, 0))));
  const [left, right] = [sharesOf(before), sharesOf(after)];
  const head = label => [element('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--colour': colourOf(label) } }), genreName(label)];
  return element('div', {}, element('p', { class: 'fine' }, `What changes from ${titleOf(from)} to ${titleOf(to)}, in points of each genre's tracks: rows are genres, columns what their tracks were taken for.`),
    element('div', { class: 'table-frame', role: 'region', 'aria-label': `Difference of ${titleOf(from)} and ${titleOf(to)}`, tabIndex: 0 },
      element('table', { class: 'confusion difference' },
        element('thead', {}, element('tr', {}, element('td', {}), labels.map(label => element('th', { scope: 'col' }, head(label))))),
        element('tbody', {}, labels.map((label, i) => element('tr', {}, element('th', { scope: 'row' }, head(label)), labels.map((_, j) => {
          const points = Math.round(100 * (right[i][j] - left[i][j]));
          const good = (points > 0) === (i === j);
          return element('td', { class: points === 0 ? '' : good ? 'better' : 'worse' }, points === 0 ? '·' : `${points > 0 ? '+' : '−'}${Math.abs(points)}`);
        })))))));
}
