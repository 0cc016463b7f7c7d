// The page of jobs: what is being trained, and how it goes.

import { announce, byId, element } from './dom.js';
import { answered, ask, lostConnection } from './api.js';
import { Curves } from './curves.js';
import { moment, spokenTime } from './format.js';
import { clearProblem, showProblem } from './notice.js';

const STATES = { JOB_STATE_QUEUED: 'waiting', JOB_STATE_RUNNING: 'running', JOB_STATE_FINISHED: 'finished', JOB_STATE_FAILED: 'failed', JOB_STATE_CANCELLED: 'cancelled' };

let watched;
let shown;
let known = [];
let hasForm = false;

/** Follows the job that the address names. */
export function openJob() {
  const job = known.find(({ job }) => job === addressed());
  if (job && job.job !== watched?.job.job) {
    watch(job);
  }
}

const addressed = () => decodeURIComponent(location.hash.split('/')[2] ?? '');
const addressOf = job => `#/jobs/${encodeURIComponent(job)}`;

/** Shows the jobs as they are now, and goes on following the one that is open. */
export async function showJobs() {
  const list = byId('job-list');
  try {
    const { jobs } = await ask('jobs');
    if (!hasForm) {
      const { recipes } = await ask('recipes');
      hasForm || byId('job-start').append(startForm(recipes));
      hasForm = true;
    }
    const told = JSON.stringify(jobs.map(({ job, state }) => [job, state]));
    if (shown === told) {
      clearProblem(list);
      return;
    }
    shown = told;
    known = jobs;
    const focused = document.activeElement.closest?.('#job-list tr')?.dataset.job;
    list.replaceChildren(jobs.length === 0 ? element('p', {}, 'Nothing has been trained here yet.') : table(jobs));
    focused && list.querySelector(`tr[data-job="${focused}"] .open`)?.focus();
    openJob();
    const running = jobs.find(job => job.state === 'JOB_STATE_RUNNING');
    if (!watched && running) {
      watch(running);
    }
    mark();
  } catch (problem) {
    showProblem(list, problem, showJobs);
  }
}

function table(jobs) {
  return element('div', { class: 'table-frame' }, element('table', {},
    element('thead', {}, element('tr', {}, ['Model', 'Recipe', 'State', 'Asked for'].map(title => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, jobs.map(job => element('tr', { 'data-job': job.job },
      element('td', {}, element('button', { type: 'button', class: 'open', onclick: () => { location.hash = addressOf(job.job); } }, job.model)),
      element('td', {}, job.recipe),
      element('td', {}, STATES[job.state] ?? job.state),
      element('td', {}, moment(job.created)))))));
}

// Which of the jobs is shown below.
function mark() {
  for (const row of byId('job-list').querySelectorAll('tr[data-job]')) {
    const shown = row.dataset.job === watched?.job.job;
    row.classList.toggle('selected', shown);
    row.querySelector('.open').setAttribute('aria-current', String(shown));
  }
}

function watch(job) {
  watched?.events.close();
  const view = {
    job,
    events: new EventSource(`api/jobs/${encodeURIComponent(job.job)}/events`),
    state: element('p', {}, 'Asking …'),
    bar: element('progress', { max: 1, 'aria-label': 'Progress', hidden: true }),
    cancel: element('button', { type: 'button', hidden: true, onclick: () => cancel(view) }, 'Cancel'),
    curves: new Curves(),
    skipped: element('ul', {}),
  };
  watched = view;
  const skipped = element('details', { class: 'skipped', hidden: true }, element('summary', {}, 'Skipped tracks'), view.skipped);
  byId('job').hidden = false;
  byId('job').replaceChildren(element('div', { class: 'card' },
    element('div', { class: 'job-head' }, element('h2', { id: 'job-name', tabIndex: -1 }, `${job.model}, by ${job.recipe}`), view.state, view.cancel),
    view.bar, view.curves.element, skipped));
  mark();

  view.events.addEventListener('progress', ({ data }) => {
    answered();
    tell(view, JSON.parse(data));
    skipped.hidden = view.skipped.childElementCount === 0;
  });
  view.events.addEventListener('ended', ({ data }) => end(view, data));
  view.events.addEventListener('error', () => {
    // The browser tries again by itself, and goes on after the last event it saw.
    lostConnection();
    view.state.textContent = 'Connection lost. Reconnecting …';
  });
}

function tell(view, { queued, phase, epoch, skipped, finished }) {
  view.cancel.hidden = Boolean(finished);
  if (queued) {
    view.state.textContent = queued.ahead > 0 ? `Waiting for ${queued.ahead} other${queued.ahead === 1 ? '' : 's'}` : 'Waiting';
  } else if (phase) {
    view.state.textContent = phase.name + left(phase.remainingSeconds);
    progress(view, Number(phase.done), Number(phase.total));
  } else if (epoch) {
    view.state.textContent = `${epoch.phase ? `${epoch.phase}: ` : ''}epoch ${epoch.epoch} of ${epoch.epochs}${left(epoch.remainingSeconds)}`;
    progress(view, epoch.epoch, epoch.epochs);
    view.curves.add(epoch);
  } else if (skipped) {
    view.skipped.append(element('li', {}, `${skipped.track}: ${skipped.reason}`));
  } else if (finished) {
    view.state.textContent = `Finished in ${spokenTime(finished.seconds)}: ${finished.model} ${finished.version} is ready`;
    view.bar.hidden = true;
  }
}

function progress(view, done, total) {
  view.bar.hidden = total === 0;
  view.bar.max = total || 1;
  view.bar.value = done;
}

async function end(view, reason) {
  view.events.close();
  if (document.activeElement === view.cancel) {
    byId('job-name').focus();
  }
  view.cancel.hidden = true;
  view.bar.hidden = true;
  if (reason) {
    view.state.textContent = reason;
  }
  announce(view.state.textContent);
  if (view === watched && !byId('jobs').hidden) {
    await showJobs();
  }
}

// The button stays enabled: one that is disabled loses the focus.
async function cancel(view) {
  if (view.cancelling) {
    return;
  }
  view.cancelling = true;
  view.state.textContent = 'Cancelling …';
  try {
    await ask(`jobs/${encodeURIComponent(view.job.job)}/cancel`, { method: 'POST', body: {} });
  } catch (problem) {
    view.state.textContent = problem.message;
  }
  view.cancelling = false;
}

function startForm(recipes) {
  const problem = element('p', { class: 'problem wide', role: 'alert' });
  const about = element('p', { class: 'fine wide' });
  const recipe = element('select', { name: 'recipe', onchange: () => { about.textContent = recipes.find(one => one.name === recipe.value).description; } },
    recipes.map(({ name }) => element('option', { value: name, selected: name === 'cnn2d' }, name)));
  const form = element('form', { class: 'job-form' },
    element('label', {}, 'Name of the model', element('input', { name: 'model', required: true, pattern: '[A-Za-z0-9_\\-][A-Za-z0-9._\\-]*', maxLength: 64, title: 'Letters, digits, dots, dashes and underscores', autocomplete: 'off' })),
    element('label', {}, 'Recipe', recipe),
    element('label', {}, 'Tracks, a folder for each genre', element('input', { name: 'folder', required: true, placeholder: 'below MICROGENRE_DATA', autocomplete: 'off' })),
    element('label', {}, 'Epochs', element('input', { name: 'epochs', type: 'number', min: 1, max: 10000, placeholder: "the recipe's" })),
    element('button', { class: 'primary' }, 'Start'), about, problem);
  about.textContent = recipes.find(one => one.name === recipe.value)?.description ?? '';
  form.addEventListener('submit', async event => {
    event.preventDefault();
    problem.textContent = '';
    const { model, recipe: name, folder, epochs } = Object.fromEntries(new FormData(form));
    try {
      const { job } = await ask('jobs', { method: 'POST', body: { model, recipe: name, data: { folder }, ...(epochs ? { epochs: Number(epochs) } : {}) } });
      watch({ job, model, recipe: name });
      location.hash = addressOf(job);
      await showJobs();
    } catch (refusal) {
      problem.textContent = refusal.message;
    }
  });
  return element('details', {}, element('summary', {}, 'Train a model'), form);
}

const left = seconds => seconds > 0 ? `, ${spokenTime(seconds)} left` : '';
