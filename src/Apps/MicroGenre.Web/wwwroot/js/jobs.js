// The page of jobs: what is being trained, and how it goes.

import { answered, ask, lostConnection } from './api.js';
import { Curves } from './curves.js';
import { announce, byId, element } from './dom.js';
import { moment, percent, spokenTime } from './format.js';
import { Looks } from './looks.js';
import { clearProblem, showProblem } from './notice.js';
import { StartForm } from './startForm.js';
import { Track } from './tracks.js';
import { send } from './upload.js';
import { verdictOf } from './verdict.js';

const STATES = { JOB_STATE_QUEUED: 'waiting', JOB_STATE_RUNNING: 'running', JOB_STATE_FINISHED: 'finished', JOB_STATE_FAILED: 'failed', JOB_STATE_CANCELLED: 'cancelled' };

// A job that has told nothing for so long is said to be silent, in milliseconds.
const SILENCE = 4000;

let watched;
let shown;
let known = [];
let form;

const looks = new Looks();

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
  const look = looks.begin();
  watched && showSilence(watched);
  try {
    const { jobs } = await ask('jobs');
    const choices = form ? undefined : await Promise.all([ask('recipes'), ask('folders').catch(() => ({ folders: [] }))]);
    if (looks.isOvertaken(look)) {
      return;
    }
    looks.show(look);
    known = jobs;
    choices && addForm(...choices);
    const told = JSON.stringify(jobs.map(({ job, state }) => [job, state]));
    if (shown === told) {
      clearProblem(list);
      return;
    }
    shown = told;
    const focused = document.activeElement.closest?.('#job-list tr')?.dataset.job;
    list.replaceChildren(jobs.length === 0 ? element('p', {}, 'Nothing has been trained here yet.') : table(jobs));
    focused && list.querySelector(`tr[data-job="${focused}"] .open`)?.focus();
    openJob();
    const running = jobs.find(job => job.state === 'JOB_STATE_RUNNING');
    if (!watched && running) {
      watch(running);
    }
    mark();
    watched && showChoices(watched);
  } catch (problem) {
    looks.isOvertaken(look) || showProblem(list, problem, showJobs);
  }
}

// Once, whichever look brings it: the reader may be in it when another comes.
function addForm({ recipes }, { folders }) {
  if (!form) {
    form = new StartForm(recipes, folders, { jobs: () => known, started });
    byId('job-start').replaceChildren(form.element);
  }
}

async function started(job) {
  watch(job);
  location.hash = addressOf(job.job);
  await showJobs();
}

function table(jobs) {
  return element('div', { class: 'table-frame' }, element('table', {},
    element('thead', {}, element('tr', {}, ['Model', 'Recipe', 'State', 'Asked for', 'Took', 'Right on unseen tracks'].map(title => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, jobs.map(job => {
      const right = job.metrics?.validationAccuracy ?? job.metrics?.crossAccuracy;
      return element('tr', { 'data-job': job.job },
        element('td', {}, element('button', { type: 'button', class: 'open', onclick: () => { location.hash = addressOf(job.job); } }, job.model)),
        element('td', {}, job.recipe),
        element('td', {}, STATES[job.state] ?? job.state),
        element('td', {}, moment(job.created)),
        element('td', {}, job.seconds > 0 ? spokenTime(job.seconds) : ''),
        element('td', {}, right === undefined ? '' : percent(right)));
    }))));
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
    heard: Date.now(),
    events: new EventSource(`api/jobs/${encodeURIComponent(job.job)}/events`),
    state: element('p', {}, STATES[job.state] ? `This job is ${STATES[job.state]}` : 'Asking …'),
    silence: element('p', { class: 'fine' }),
    bar: element('progress', { max: 1, 'aria-label': 'Progress', hidden: true }),
    cancel: element('button', { type: 'button', hidden: true, onclick: () => cancel(view) }, 'Cancel'),
    resume: element('button', { type: 'button', hidden: true, onclick: () => resume(view) }, 'Resume'),
    duplicate: element('button', { type: 'button', hidden: true, onclick: () => form.fill(jobOf(view)) }, 'Duplicate'),
    compare: element('label', { class: 'compare', hidden: true }),
    trial: element('div', { class: 'trial', hidden: true }),
    curves: new Curves(),
    skipped: element('ul', {}),
  };
  watched = view;
  const skipped = element('details', { class: 'skipped', hidden: true }, element('summary', {}, 'Skipped tracks'), view.skipped);
  byId('job').hidden = false;
  byId('job').replaceChildren(element('div', { class: 'card' },
    element('div', { class: 'job-head' }, element('h2', { id: 'job-name', tabIndex: -1 }, `${job.model}, by ${job.recipe}`), view.state, view.cancel, view.resume, view.duplicate),
    view.bar, view.silence, view.compare, view.curves.element, view.trial, skipped));
  mark();
  showChoices(view);

  view.events.addEventListener('progress', ({ data }) => {
    answered();
    view.heard = Date.now();
    tell(view, JSON.parse(data));
    skipped.hidden = view.skipped.childElementCount === 0;
    showSilence(view);
  });
  view.events.addEventListener('ended', ({ data }) => end(view, data));
  view.events.addEventListener('error', () => {
    // The browser tries again by itself, and goes on after the last event it saw.
    lostConnection();
    view.state.textContent = 'Connection lost. Reconnecting …';
  });
}

const jobOf = view => known.find(({ job }) => job === view.job.job) ?? view.job;

// What can be done with a job as it stands.
function showChoices(view) {
  const job = jobOf(view);
  view.resume.hidden = !['JOB_STATE_FAILED', 'JOB_STATE_CANCELLED'].includes(job.state);
  view.duplicate.hidden = !job.folder;
  const others = known.filter(other => other.job !== job.job && other.recipe);
  view.compare.hidden = others.length === 0;
  const told = JSON.stringify(others.map(other => other.job));
  if (view.others !== told) {
    view.others = told;
    // What the reader has chosen stays while other jobs come and go.
    const chosen = view.compare.querySelector('select')?.value;
    const hadFocus = view.compare.contains(document.activeElement);
    const select = element('select', { onchange: ({ target }) => compare(view, others.find(other => other.job === target.value)) },
      element('option', { value: '' }, 'no other'),
      others.map(other => {
        const title = `${other.model}, by ${other.recipe}, ${moment(other.created)}`;
        return element('option', { value: other.job, selected: other.job === chosen }, title);
      }));
    view.compare.replaceChildren('Compare its curves with', select);
    hadFocus && select.focus();
  }
}

// The curves of another job beside its own.
function compare(view, other) {
  view.comparing?.close();
  view.curves.compare(undefined);
  if (!other) {
    return;
  }
  const epochs = [];
  const events = view.comparing = new EventSource(`api/jobs/${encodeURIComponent(other.job)}/events`);
  events.addEventListener('progress', ({ data }) => {
    const { epoch } = JSON.parse(data);
    if (epoch) {
      epochs.push(epoch);
      view.curves.compare({ name: other.model, epochs });
    }
  });
  events.addEventListener('ended', () => {
    events.close();
    epochs.length === 0 && announce(`${other.model} has no epochs to compare with`);
  });
}

function tell(view, { queued, phase, epoch, skipped, finished }) {
  view.cancel.hidden = Boolean(finished);
  if (epoch) {
    view.curves.add(epoch);
    progress(view, epoch.epoch, epoch.epochs);
  } else if (phase) {
    progress(view, Number(phase.done), Number(phase.total));
  } else if (skipped) {
    view.skipped.append(element('li', {}, `${skipped.track}: ${skipped.reason}`));
  } else if (finished) {
    view.bar.hidden = true;
    showTrial(view, finished);
  }
  // What is still under way when a job is being cancelled is no news.
  const text = textOf({ queued, phase, epoch, finished });
  if (text && (!view.cancelling || finished)) {
    view.state.textContent = text;
  }
}

function textOf({ queued, phase, epoch, finished }) {
  if (queued) {
    return queued.ahead > 0 ? `Waiting for ${queued.ahead} other${queued.ahead === 1 ? '' : 's'}` : 'Waiting';
  }
  if (phase) {
    return phase.name + left(phase.remainingSeconds);
  }
  if (epoch) {
    return `${epoch.phase ? `${epoch.phase}: ` : ''}epoch ${epoch.epoch} of ${epoch.epochs}${left(epoch.remainingSeconds)}`;
  }
  return finished && `Finished in ${spokenTime(finished.seconds)}: ${finished.model} ${finished.version} is ready`;
}

// A job may have nothing to tell for long; that it is silent is then what there is to tell.
function showSilence(view) {
  const quiet = Date.now() - view.heard;
  view.silence.textContent = !view.over && quiet > SILENCE ? `The last news came ${spokenTime(quiet / 1000)} ago.` : '';
}

function progress(view, done, total) {
  view.bar.hidden = total === 0;
  view.bar.max = total || 1;
  view.bar.value = done;
}

async function end(view, reason) {
  view.events.close();
  view.over = true;
  view.cancelling = false;
  if (document.activeElement === view.cancel) {
    byId('job-name').focus();
  }
  view.cancel.hidden = true;
  view.bar.hidden = true;
  showSilence(view);
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
    view.cancelling = false;
    view.state.textContent = problem.message;
  }
}

async function resume(view) {
  if (view.resuming) {
    return;
  }
  view.resuming = true;
  view.state.textContent = 'Resuming …';
  try {
    await ask(`jobs/${encodeURIComponent(view.job.job)}/resume`, { method: 'POST', body: {} });
    watch({ ...jobOf(view), state: 'JOB_STATE_QUEUED' });
    byId('job-name').focus();
    await showJobs();
  } catch (problem) {
    view.state.textContent = problem.message;
  }
  view.resuming = false;
}

// The new model answers for a file, before anybody else is answered by it.
function showTrial(view, { model, version }) {
  const answer = element('div', { 'aria-live': 'polite' });
  const files = element('input', { type: 'file', hidden: true, accept: byId('files').accept, onchange: () => files.files.length > 0 && listen(files.files[0]) });
  async function listen(file) {
    const track = new Track(file, file.name, file.size);
    const say = text => answer.replaceChildren(element('p', {}, text));
    say(`${model} ${version} listens to ${file.name} …`);
    try {
      await send(file, file.name, ['genres'], ({ kind, data }) => {
        if (kind === 'result') {
          track.answers.genres = data;
          answer.replaceChildren(element('p', { class: 'fine' }, file.name), ...verdictOf(track, false));
        } else if (kind === 'failure') {
          say(data.detail);
        }
      }, { model, version }).done;
    } catch (problem) {
      say(problem.message);
    }
    files.value = '';
  }
  view.trial.hidden = false;
  view.trial.replaceChildren(element('button', { type: 'button', onclick: () => files.click() }, `Try ${model} ${version} on a track`),
    element('a', { href: `#/models/${encodeURIComponent(model)}/${version}` }, 'See its card'), files, answer);
}

const left = seconds => seconds > 0 ? `, ${spokenTime(seconds)} left` : '';
