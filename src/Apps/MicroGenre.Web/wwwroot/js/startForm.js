// The form that starts a training: what to learn from, and how.

import { wilson } from './accuracy.js';
import { ask } from './api.js';
import { element } from './dom.js';
import { percent, roughTime, spokenTime } from './format.js';
import { measured } from './measured.js';

const FIRST_RECIPE = 'cnn2d';

/**
 * A form of recipes and folders. `jobs()` gives the jobs so far, from which it tells how long a recipe took and how well it did; `started` is
 * told the job that it began.
 */
export class StartForm {
  #recipes;
  #jobs;
  #started;
  #busy = false;
  #problem = element('p', { class: 'problem wide', role: 'alert' });
  #about = element('p', { class: 'fine wide' });
  #model = element('input', { name: 'model', required: true, pattern: '[A-Za-z0-9_\\-][A-Za-z0-9._\\-]*', maxLength: 64, title: 'Letters, digits, dots, dashes and underscores', autocomplete: 'off' });
  #recipe;
  #folder;
  #epochs = element('input', { name: 'epochs', type: 'number', min: 1, max: 10000 });
  #epochsLabel = element('label', {}, 'Epochs', this.#epochs);
  #start = element('button', { class: 'primary' }, 'Start');

  constructor(recipes, folders, { jobs, started }) {
    this.#recipes = recipes;
    this.#jobs = jobs;
    this.#started = started;
    this.#recipe = element('select', { name: 'recipe', onchange: () => this.#describe() },
      groupsOf(recipes).map(([label, some]) => element('optgroup', { label },
        some.map(({ name }) => element('option', { value: name, selected: name === FIRST_RECIPE }, titleOf(name))))));
    // Where there is nothing to choose from, the service says what is wrong with what is typed.
    this.#folder = folders.length > 0
      ? element('select', { name: 'folder' }, folders.map(found => element('option', { value: found.folder }, wordsOf(found))))
      : element('input', { name: 'folder', required: true, placeholder: 'below MICROGENRE_DATA', autocomplete: 'off' });
    const form = element('form', { class: 'job-form', onsubmit: event => this.#submit(event) },
      element('label', {}, 'Name of the model', this.#model), element('label', {}, 'Recipe', this.#recipe),
      element('label', {}, 'Tracks, a folder for each genre', this.#folder), this.#epochsLabel, this.#start, this.#about, this.#problem);
    this.element = element('details', {}, element('summary', {}, 'Train a model'), form);
    this.#describe();
  }

  /** Fills it in as a job was ordered, and opens it. */
  fill({ model, recipe, folder, epochs }) {
    this.element.open = true;
    this.#model.value = model;
    this.#recipe.value = recipe;
    this.#folder.value = folder;
    this.#describe();
    this.#epochs.value = epochs ?? '';
    this.#model.focus();
  }

  // What the recipe is, how long it took and how well it did.
  #describe() {
    const recipe = this.#recipes.find(one => one.name === this.#recipe.value);
    if (!recipe) {
      return;
    }
    const last = this.#jobs().find(job => job.recipe === recipe.name && job.seconds > 0);
    const right = last?.metrics.validationAccuracy ?? last?.metrics.crossAccuracy;
    const published = JSON.parse(recipe.json).published?.accuracy;
    this.#epochsLabel.hidden = recipe.epochs === 0;
    this.#epochs.placeholder = recipe.epochs;
    this.#epochs.value = '';
    this.#about.textContent = [
      recipe.description,
      expectationOf(recipe.name),
      last ? `The last training here took ${spokenTime(last.seconds)}${right === undefined ? '' : `; its model is right on ${percent(right)} of unseen tracks`}.` : 'Not trained here yet.',
      published && `The paper reports ${percent(published)} on its own data.`,
    ].filter(Boolean).join(' ');
  }

  // Once, however often it is pressed until the answer is there.
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    this.#problem.textContent = '';
    this.#start.textContent = 'Starting …';
    const [model, recipe, folder, epochs] = [this.#model.value, this.#recipe.value, this.#folder.value, Number(this.#epochs.value)];
    try {
      const { job } = await ask('jobs', { method: 'POST', body: { model, recipe, data: { folder }, ...(epochs > 0 && !this.#epochsLabel.hidden ? { epochs } : {}) } });
      await this.#started({ job, model, recipe, folder });
    } catch (refusal) {
      this.#problem.textContent = refusal.message;
    }
    this.#start.textContent = 'Start';
    this.#busy = false;
  }
}

// How long a training takes, up to so many seconds.
const TIMES = [['Under a minute', 60], ['Under ten minutes', 600], ['Longer', Infinity]];

// By expected time, and within it the surest to be right first: by the lower end of the interval, so that few tracks do not win by luck.
function groupsOf(recipes) {
  const lowest = ({ name }) => wilson(measured[name].right / measured[name].tracks, measured[name].tracks)[0];
  const known = recipes.filter(({ name }) => measured[name]);
  const within = (from, to) => known.filter(({ name }) => measured[name].seconds > from && measured[name].seconds <= to);
  return [
    ...TIMES.map(([label, most], i) => [label, within(TIMES[i - 1]?.[1] ?? 0, most).sort((one, other) => lowest(other) - lowest(one))]),
    ['Not measured yet', recipes.filter(({ name }) => !measured[name])],
  ].filter(([, some]) => some.length > 0);
}

function titleOf(name) {
  const { right, tracks, seconds } = measured[name] ?? {};
  return tracks ? `${name}: ${percent(right / tracks)}, ${roughTime(seconds)}` : name;
}

function expectationOf(name) {
  if (!measured[name]) {
    return '';
  }
  const { right, tracks, seconds, learnt } = measured[name];
  const [low, high] = wilson(right / tracks, tracks);
  return `On ${learnt} tracks of GTZAN, training took ${roughTime(seconds)}; ${percent(right / tracks)} of ${tracks} answers about others were right (${percent(low)} to ${percent(high)}).`;
}

const wordsOf = ({ folder, genres, tracks }) => `${folder === '.' ? 'the data folder itself' : folder}: ${tracks.reduce((one, other) => one + other, 0)} tracks, ${genres.length} genres`;
