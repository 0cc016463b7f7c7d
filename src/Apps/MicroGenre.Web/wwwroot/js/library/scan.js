// Scans of the library: starting one, following it wherever it was started, and what came of it.

import { answered, ask, lostConnection } from '../api.js';
import { announce, element } from '../dom.js';
import { roughTime, spokenTime } from '../format.js';
import { plainReason } from '../wording.js';

// The rate is that of the last so many seconds.
const RATE_SECONDS = 15;

// Files that are named before the rest is asked for.
const MOST_NAMED = 100;

/**
 * The card of scans, with a form to add a folder. Tells `ended` when a scan that was followed has ended, and `folder` when a folder was added.
 */
export class ScanCard extends EventTarget {
  #events;
  #over = '';
  #running = false;
  #asking = false;
  #stopping = false;
  #steps = [];
  #problems = [];
  #title = element('h2', { id: 'scan-title' }, 'Update the library');
  #state = element('p', { class: 'fine' });
  #bar = element('progress', { max: 1, 'aria-label': 'Progress of the scan', hidden: true });
  #start = element('button', { type: 'button', class: 'primary', onclick: () => this.#begin() }, 'Scan');
  #stop = element('button', { type: 'button', hidden: true, onclick: () => this.#end() }, 'Stop the scan');
  #problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  #found = element('div', { class: 'scan-problems' });
  #path = element('input', { name: 'path', required: true, autocomplete: 'off', placeholder: 'music', 'aria-describedby': 'folder-help' });
  #adding = element('details', { class: 'adding' }, element('summary', {}, 'Add a folder'));

  constructor() {
    super();
    this.#adding.append(element('form', { class: 'bar', onsubmit: event => this.#add(event) },
      element('label', {}, 'Folder', this.#path), element('button', { class: 'primary' }, 'Add and scan'),
      element('p', { class: 'fine', id: 'folder-help' }, 'A folder on the server, in the data root (MICROGENRE_DATA), with all folders in it.')));
    this.element = element('section', { class: 'card scan', 'aria-labelledby': 'scan-title' },
      element('div', { class: 'scan-head' }, this.#title, this.#state, this.#adding, this.#start, this.#stop), this.#bar, this.#problem, this.#found);
  }

  /** Shows which folders the library follows; undefined where there is no library yet. */
  showFolders(folders) {
    const isNew = !folders || folders.length === 0;
    this.#title.textContent = isNew ? 'Begin a library' : 'Update the library';
    if (!this.#running && this.#over === '') {
      this.#state.textContent = isNew ? 'There is no library yet. Add a folder of music: each track is analysed once, and its files are not changed.' : `It follows ${folders.join(', ')}.`;
    }
    this.#start.hidden = isNew || this.#running;
    if (isNew) {
      this.#adding.open = true;
    }
  }

  /** Looks whether a scan is running, whoever started it, and follows it. */
  look() {
    if (this.#events) {
      return;
    }
    this.#steps = [];
    this.#problems = [];
    const events = this.#events = new EventSource('api/library/scan/events');
    events.addEventListener('progress', ({ data }) => {
      answered();
      this.#hear(JSON.parse(data));
    });
    events.addEventListener('ended', ({ data }) => this.#close(data));
    // The browser tries again by itself, as long as the server answers anything at all.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) {
        this.#events = undefined;
      } else if (this.#running) {
        lostConnection();
        this.#state.textContent = 'Connection lost. Reconnecting …';
      } else {
        this.#close('');
      }
    });
  }

  /** Looks no more. */
  leave() {
    this.#events?.close();
    this.#events = undefined;
  }

  #hear({ progress, problem, result }) {
    if (progress) {
      this.#show(Number(progress.done), Number(progress.total), progress.remainingSeconds);
    } else if (problem) {
      this.#problems.push(problem);
    } else if (result) {
      this.#showResult(result);
    }
  }

  #show(done, total, left) {
    this.#run(true);
    const now = performance.now() / 1000;
    this.#steps = [...this.#steps.filter(step => now - step.at <= RATE_SECONDS), { at: now, done }];
    const [first] = this.#steps;
    const rate = now > first.at ? (done - first.done) / (now - first.at) : 0;
    const remaining = left ?? (rate > 0 ? (total - done) / rate : undefined);
    this.#bar.max = total || 1;
    this.#bar.value = done;
    this.#state.textContent = this.#stopping ? 'Stopping …' : total === 0 ? 'Looking for changes …' : [
      `${done.toLocaleString()} of ${total.toLocaleString()} files`,
      rate > 0 && `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} files/s`,
      remaining !== undefined && `${roughTime(remaining)} left`,
    ].filter(Boolean).join(' · ');
  }

  #run(running) {
    if (this.#running !== running) {
      const hadFocus = [this.#start, this.#stop].includes(document.activeElement);
      this.#running = running;
      this.#stopping = false;
      this.#stop.hidden = this.#bar.hidden = !running;
      this.#start.hidden = running;
      hadFocus && (running ? this.#stop : this.#start).focus();
      if (running) {
        this.#found.replaceChildren();
        this.#say('');
      }
    }
  }

  #showResult(result) {
    const told = JSON.stringify([result, this.#problems]);
    const was = this.#over;
    this.#over = told;
    const wasRunning = this.#running;
    this.#run(false);
    if (was === told && !wasRunning) {
      return;
    }
    const count = (number, text) => Number(number) > 0 && `${Number(number).toLocaleString()} ${text}`;
    const changes = [count(result.new, 'new'), count(result.changed, 'analysed again'), count(result.moved, 'moved'), count(result.gone, 'gone'), count(result.failed, 'could not be analysed')].filter(Boolean);
    this.#state.textContent = `The last scan took ${spokenTime(result.seconds)}: ${changes.join(', ') || 'nothing had changed'}.`;
    this.#found.replaceChildren(...[
      listOf('Folders that cannot be read; their tracks stay', result.unreachableFolders.map(folder => folder)),
      listOf('Files that could not be analysed', this.#problems.map(({ path, reason }) => `${path}: ${plainReason(reason)}`)),
    ].filter(Boolean));
    if (wasRunning) {
      announce(this.#state.textContent);
    }
    // Also where it began and ended between two looks.
    if (wasRunning || was !== '') {
      this.dispatchEvent(new Event('ended'));
    }
  }

  #close(reason) {
    this.#events?.close();
    this.#events = undefined;
    if (this.#running) {
      this.#run(false);
      this.#over = reason;
      this.#state.textContent = reason;
      reason && announce(reason);
      this.dispatchEvent(new Event('ended'));
    }
  }

  // The buttons stay enabled: one that is disabled loses the focus.
  async #begin() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      const { progress } = await ask('library/scan', { method: 'POST', body: {} });
      this.leave();
      // It may have ended by now: then it is its end that is heard next.
      this.#run(true);
      progress && this.#show(Number(progress.done), Number(progress.total));
      this.#say('');
      this.look();
    } catch ({ message }) {
      this.#say(message);
    }
    this.#asking = false;
  }

  async #end() {
    this.#stopping = true;
    this.#state.textContent = 'Stopping …';
    try {
      await ask('library/scan/stop', { method: 'POST', body: {} });
    } catch ({ message }) {
      this.#stopping = false;
      this.#say(message);
    }
  }

  async #add(event) {
    event.preventDefault();
    try {
      const { path, wasFollowed } = await ask('library/folders', { method: 'POST', body: { path: this.#path.value } });
      this.#path.value = '';
      this.#adding.open = false;
      announce(wasFollowed ? `The library follows ${path} already` : `The library follows ${path}`);
      this.dispatchEvent(new Event('folder'));
      await this.#begin();
    } catch ({ message }) {
      this.#say(message);
      this.#path.focus();
    }
  }

  #say(message) {
    this.#problem.hidden = message === '';
    this.#problem.textContent = message;
  }
}

function listOf(title, lines) {
  if (lines.length === 0) {
    return null;
  }
  const more = lines.length - MOST_NAMED;
  return element('details', { open: lines.length <= 5 }, element('summary', {}, `${title} (${lines.length.toLocaleString()})`),
    element('ul', {}, lines.slice(0, MOST_NAMED).map(line => element('li', {}, line)), more > 0 ? element('li', {}, `and ${more.toLocaleString()} more`) : ''));
}
