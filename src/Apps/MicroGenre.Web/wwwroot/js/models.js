// The page of models: their cards, and which one answers.

import { accuracyOf, cardOf, learnModel, servingOf } from './accuracy.js';
import { ask } from './api.js';
import { comparisonOf } from './comparison.js';
import { confirmed } from './confirm.js';
import { announce, byId, element } from './dom.js';
import { moment, percent } from './format.js';
import { changedFrom, openGenreChange, undoChange } from './genreChange.js';
import { Looks } from './looks.js';
import { clearProblem, showProblem } from './notice.js';
import { colourOf } from './palette.js';
import { genreName } from './wording.js';

const STATES = { MODEL_STATE_READY: 'ready', MODEL_STATE_LOADING: 'loading', MODEL_STATE_AVAILABLE: 'available', MODEL_STATE_FAILED: 'does not load' };

// Told with their interval, in a line of their own.
const UNHEARD = ['validationAccuracy', 'crossAccuracy'];

const FIGURES = { trainAccuracy: 'Accuracy on its own tracks' };

let shown;

// The card that an address names, until it is there to be shown.
let asked;

const looks = new Looks();

/** Brings the card that the address names into view. */
export function openModel() {
  asked = location.hash.split('/').slice(2).map(decodeURIComponent).join(' ');
  point();
}

function point() {
  const title = asked && [...byId('model-list').querySelectorAll('h2')].find(one => one.textContent === asked);
  if (title) {
    asked = undefined;
    title.closest('article').scrollIntoView({ block: 'start' });
    title.querySelector('a').focus({ preventScroll: true });
  }
}

/** Shows the models as they are now; what was shown stays until there is another answer. */
export async function showModels() {
  const list = byId('model-list');
  const look = looks.begin();
  try {
    const answers = await Promise.all([ask('models'), ask('models/plan')]);
    // While a question is open, the button that it goes back to stays.
    if (looks.isOvertaken(look) || (shown && document.querySelector('dialog[open]'))) {
      return;
    }
    looks.show(look);
    if (shown === JSON.stringify(answers)) {
      clearProblem(list);
      return;
    }
    shown = JSON.stringify(answers);
    const [{ models }, plan] = answers;
    models.forEach(learnModel);
    const focused = document.activeElement.closest('#model-list article')?.getAttribute('aria-labelledby');
    const opened = new Set([...list.querySelectorAll('details[open]')].map(keyOf));
    list.replaceChildren(...(models.length > 0 ? [comparisonOf(models), ...models.map(model => card(model, plan, models))] : [element('p', {}, 'There are no models yet. Train one on the Jobs page.')]));
    list.querySelectorAll('details').forEach(part => { part.open = opened.has(keyOf(part)); });
    focused && focusOn(focused);
    point();
  } catch (problem) {
    looks.isOvertaken(look) || showProblem(list, problem, showModels);
  }
}

// Which part that can be opened it is, and of which card.
const keyOf = part => JSON.stringify([part.closest('article')?.getAttribute('aria-labelledby'), part.querySelector('summary').textContent]);

// Puts the focus on a card's title.
const focusOn = id => byId(id)?.querySelector('a').focus({ preventScroll: true });

function card(model, plan, models) {
  const content = cardOf(model);
  const id = `model-${model.name}-${model.version}`.replaceAll(/[^\w-]/g, '_');
  return element('article', { class: 'card model', 'aria-labelledby': id },
    element('div', { class: 'model-head' },
      element('h2', { id }, element('a', { class: 'quiet', href: `#/models/${encodeURIComponent(model.name)}/${model.version}` }, `${model.name} ${model.version}`)),
      model.isDefault && element('span', { class: 'badge strong' }, 'default'),
      element('span', { class: 'badge' }, STATES[model.state] ?? model.state),
      plan.pins[model.name] === model.version && element('span', { class: 'badge' }, 'pinned'),
      choices(model, plan, models)),
    model.problem && element('p', { class: 'problem' }, model.problem),
    element('p', { class: 'fine' }, content.recipe?.description ?? model.recipe),
    element('dl', { class: 'figures' }, figures(model, content).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
    model.metrics.trainAccuracy !== undefined && !accuracyOf(model) &&
      element('p', { class: 'fine' }, 'Measured only on its training tracks. Expect less on other tracks.'),
    element('ul', { class: 'chips', 'aria-label': 'Genres' }, model.labels.map(label => element('li', { class: 'badge' }, swatch(label), genreName(label)))),
    confusion(model, content),
    element('details', {}, element('summary', {}, 'Card as JSON'), element('pre', { tabIndex: 0, 'aria-label': `Card of ${model.name} ${model.version}` }, JSON.stringify(content, null, 2))));
}

// The choices for a model: whether it is the default, and which of its versions is used.
function choices(model, plan, models) {
  const { name, version } = model;
  const newest = Math.max(...models.filter(one => one.name === name).map(one => one.version));
  const titleOf = one => one ? `${one.name} ${one.version}` : 'none';
  const serving = servingOf(models, name, plan.pins);
  const button = (text, label, question, path, body, done) => element('button', {
    type: 'button', 'aria-label': label,
    onclick: async ({ currentTarget }) => await confirmed(...question, text) && decide(currentTarget, path, body, done),
  }, text);
  const pinned = plan.pins[name];
  const before = changedFrom(model, newest, cardOf(model));
  return element('div', { class: 'choices' },
    version === newest && element('button', { type: 'button', 'aria-label': `Change genres of ${name} ${version}`, onclick: () => openGenreChange(model, showChanged) }, 'Change genres'),
    before && element('button', { type: 'button', 'aria-label': `Undo the last change of ${name}`, onclick: ({ currentTarget }) => undo(currentTarget, model, before) }, 'Undo the last change'),
    version === newest && name !== plan.defaultModel && button('Use by default', `Use by default: ${name}`,
      ['Change the default model?', [`From ${titleOf(servingOf(models, plan.defaultModel, plan.pins))} to ${titleOf(serving)}.`, 'The default model is used on the Listen page and for requests that name no model.']],
      'models/default', { model: name }, `${name} is now the default model`),
    pinned === version && button('Unpin', `Unpin ${name} ${version}`,
      [`Unpin ${name}?`, [`From ${name} ${version} to ${titleOf(servingOf(models, name, {}))}.`, `The newest version of ${name} is used again, and each newer one as soon as it is trained.`]],
      'models/pin', { model: name, version: 0 }, `The newest version of ${name} is now used`),
    newest > 1 && pinned !== version && model.state !== 'MODEL_STATE_FAILED' && (version !== newest || pinned) && button('Pin this version', `Pin this version: ${name} ${version}`,
      [`Pin ${name} ${version}?`, [`From ${titleOf(serving)} to ${name} ${version}.`, `This version is used for ${name}, even if newer ones are trained, until you unpin it. Pin a version to roll back.`]],
      'models/pin', { model: name, version }, `${name} ${version} is now used`));
}

// Metrics on tracks outside the training data come first, because they say what to expect.
function figures(model, content) {
  const accuracy = accuracyOf(model);
  const others = Object.entries(model.metrics).filter(([name]) => !UNHEARD.includes(name));
  return [
    accuracy && [`Right on ${accuracy.tracks} unseen tracks`, `${percent(accuracy.share)} (${percent(accuracy.low)} to ${percent(accuracy.high)})`],
    ...others.map(([name, value]) => [FIGURES[name] ?? words(name), /accuracy|share|f1|precision|recall/i.test(name) ? percent(value) : String(Number(value.toPrecision(4)))]),
    content.train && ['Learnt from', `${content.train.tracks} tracks`],
    content.validation && ['Validated on', `${content.validation.tracks} tracks`],
    content.calibration?.uncertainBelow > 0 && ['Uncertain', `below ${percent(content.calibration.uncertainBelow)}`],
    content.familiarity && ['Unfamiliar', `${percent(content.familiarity.refused)} of music outside its training tracks`],
    content.parameterCount && ['Parameters', content.parameterCount.toLocaleString()],
    ['Recipe', model.recipe],
    ['Made', moment(model.created)],
  ].filter(Boolean);
}

// Where a card says how tracks of each genre were taken, a table of it: rows what they are, columns what they were taken for.
function confusion(model, { confusion: counts, labels, validation }) {
  if (!counts) {
    return null;
  }
  const tracks = validation ? 'Validation tracks' : 'Tracks, each classified by a model of this recipe that was not trained on it';
  return element('div', {}, element('p', { class: 'fine' }, `${tracks}: each row a genre, each column what its tracks were taken for.`),
    element('div', { class: 'table-frame', role: 'region', 'aria-label': `Confusion matrix of ${model.name} ${model.version}`, tabIndex: 0 }, element('table', { class: 'confusion' },
    element('thead', {}, element('tr', {}, element('td', {}), labels.map(label => element('th', { scope: 'col' }, swatch(label), genreName(label))))),
    element('tbody', {}, counts.map((row, i) => {
      const sum = Math.max(1, row.reduce((one, other) => one + other, 0));
      return element('tr', {}, element('th', { scope: 'row' }, swatch(labels[i]), genreName(labels[i])), row.map(count =>
        element('td', { class: count / sum > 0.5 ? 'dark' : '', style: { '--share': count / sum } }, String(count))));
    })))));
}

// A changed model is a new version, which the service finds by itself.
async function showChanged({ model, version }) {
  announce(`${model} ${version} is ready`);
  asked = `${model} ${version}`;
  await showModels();
}

async function undo(button, { name, version }, before) {
  if (!await confirmed(`Undo the last change of ${name}?`, [`From ${name} ${version} to what ${before} was. Version ${version} stays in the repository.`], 'Undo the last change')) {
    return;
  }
  try {
    await showChanged(await undoChange(name));
  } catch (problem) {
    button.before(element('span', { class: 'problem', role: 'alert' }, problem.message));
  }
}

async function decide(button, path, body, done) {
  const card = button.closest('article').getAttribute('aria-labelledby');
  button.disabled = true;
  try {
    await ask(path, { method: 'PUT', body });
    announce(done);
    await showModels();
    focusOn(card);
  } catch (problem) {
    button.disabled = false;
    button.focus();
    button.before(element('span', { class: 'problem', role: 'alert' }, problem.message));
  }
}

const swatch = label => element('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--colour': colourOf(label) } });

// "validationAccuracy" → "Validation accuracy"
const words = name => name.replace(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`).replace(/^./, first => first.toUpperCase());
