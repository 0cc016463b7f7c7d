// The page of models: their cards, and which one answers.

import { announce, byId, element } from './dom.js';
import { ask } from './api.js';
import { moment, percent } from './format.js';

const STATES = { MODEL_STATE_READY: 'ready', MODEL_STATE_LOADING: 'loading', MODEL_STATE_AVAILABLE: 'available', MODEL_STATE_FAILED: 'does not load' };

/** Shows the models as they are now; what was shown stays until there is an answer. */
export async function showModels() {
  const list = byId('model-list');
  try {
    const { models } = await ask('models');
    list.replaceChildren(...(models.length > 0 ? models.map(card) : [element('p', {}, 'There is no model yet: train one on the page of jobs.')]));
  } catch (problem) {
    list.querySelector(':scope > .notice')?.remove();
    list.prepend(element('div', { class: 'notice', role: 'alert' }, element('p', {}, problem.message), element('button', { type: 'button', onclick: showModels }, 'Try again')));
  }
}

function card(model) {
  const content = JSON.parse(model.card || '{}');
  const id = `model-${model.name}-${model.version}`.replaceAll(/[^\w-]/g, '_');
  return element('article', { class: 'card model', 'aria-labelledby': id },
    element('div', { class: 'model-head' },
      element('h2', { id }, `${model.name} ${model.version}`),
      model.isDefault && element('span', { class: 'badge strong' }, 'default'),
      element('span', { class: 'badge' }, STATES[model.state] ?? model.state),
      !model.isDefault && model.state !== 'MODEL_STATE_FAILED' && element('button', { type: 'button', 'aria-label': `Use ${model.name} by default`, onclick: event => useByDefault(model.name, event.target) }, 'Use by default')),
    model.problem && element('p', { class: 'problem' }, model.problem),
    element('p', { class: 'fine' }, content.recipe?.description ?? model.recipe),
    element('dl', { class: 'figures' }, figures(model, content).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
    element('ul', { class: 'chips', 'aria-label': 'Genres' }, model.labels.map(label => element('li', { class: 'badge' }, label))),
    confusion(content),
    element('details', {}, element('summary', {}, 'Card as JSON'), element('pre', { tabIndex: 0, 'aria-label': `Card of ${model.name} ${model.version}` }, JSON.stringify(content, null, 2))));
}

function figures(model, content) {
  return [
    ...Object.entries(model.metrics).map(([name, value]) => [words(name), /accuracy|share|f1|precision|recall/i.test(name) ? percent(value) : String(Number(value.toPrecision(4)))]),
    content.train && ['Learnt from', `${content.train.tracks} tracks`],
    content.validation && ['Chosen by', `${content.validation.tracks} tracks`],
    content.parameterCount && ['Parameters', content.parameterCount.toLocaleString()],
    ['Recipe', model.recipe],
    ['Made', moment(model.created)],
  ].filter(Boolean);
}

// Where a card says how tracks of each genre were taken, a table of it: rows what they are, columns what they were taken for.
function confusion({ confusion: counts, labels }) {
  if (!counts) {
    return null;
  }
  return element('div', { class: 'table-frame', role: 'region', 'aria-label': 'Confusion matrix', tabIndex: 0 }, element('table', { class: 'confusion' },
    element('caption', {}, 'Validation tracks: each row a genre, each column what its tracks were taken for'),
    element('thead', {}, element('tr', {}, element('td', {}), labels.map(label => element('th', { scope: 'col' }, label)))),
    element('tbody', {}, counts.map((row, i) => {
      const sum = Math.max(1, row.reduce((one, other) => one + other, 0));
      return element('tr', {}, element('th', { scope: 'row' }, labels[i]), row.map(count =>
        element('td', { class: count / sum > 0.5 ? 'dark' : '', style: { '--share': count / sum } }, String(count))));
    }))));
}

async function useByDefault(name, button) {
  button.disabled = true;
  try {
    await ask('models/default', { method: 'PUT', body: { model: name } });
    announce(`${name} answers by default`);
    await showModels();
  } catch (problem) {
    button.disabled = false;
    button.before(element('span', { class: 'problem', role: 'alert' }, problem.message));
  }
}

// "validationAccuracy" → "Validation accuracy"
const words = name => name.replace(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`).replace(/^./, first => first.toUpperCase());
