// The page to listen on: where tracks come in.

import { announce, byId, element } from './dom.js';
import { ask } from './api.js';
import { clock, size } from './format.js';
import { LONGEST, Recorder } from './recorder.js';
import { TrackList } from './tracks.js';
import { TrackTable } from './trackTable.js';
import { TrackView } from './trackView.js';

/** Sets the page up. */
export function startListening() {
  const list = new TrackList();
  const view = new TrackView(list);
  const show = track => {
    view.show(track);
    table.select(track);
  };
  const table = new TrackTable(list, track => {
    show(track);
    byId('track').scrollIntoView({ block: 'start' });
  });

  const add = files => {
    if (files.length === 0) {
      return;
    }
    const added = list.add(files);
    announce(added.length === 1 ? `${added[0].name} is being uploaded` : `${added.length} tracks are being uploaded`);
    if (added.length === 1) {
      show(added[0]);
    }
    byId('drop').classList.add('small');
  };

  list.addEventListener('list', () => {
    if (!view.track) {
      table.select(undefined);
    }
    byId('drop').classList.toggle('small', list.tracks.length > 0);
  });
  window.addEventListener('beforeunload', event => list.tracks.some(track => track.busy) && event.preventDefault());
  tellLimits(list);
  takeFiles(add);
  takeDrops(add);
  takeRecordings(add);
}

async function tellLimits(list) {
  const limits = byId('limits');
  try {
    list.largestUpload = Number((await ask('settings')).largestUpload);
    limits.textContent = `${limits.textContent} Up to ${size(list.largestUpload)} each.`;
  } catch {
    // Said when something is sent.
  }
}

function takeFiles(add) {
  const input = byId('files');
  byId('choose').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });
}

function takeDrops(add) {
  const drop = byId('drop');
  const isFile = event => event.dataTransfer?.types.includes('Files');
  // Wherever on the page: a file that misses the box must not take the page's place.
  document.addEventListener('dragover', event => {
    if (isFile(event)) {
      event.preventDefault();
      drop.classList.add('over');
    }
  });
  document.addEventListener('dragleave', event => !event.relatedTarget && drop.classList.remove('over'));
  document.addEventListener('drop', event => {
    if (isFile(event)) {
      event.preventDefault();
      drop.classList.remove('over');
      location.hash = '#/listen';
      add([...event.dataTransfer.files]);
    }
  });
}

function takeRecordings(add) {
  const [button, panel] = [byId('record'), byId('recorder')];
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await record(await Recorder.start());
    } catch (problem) {
      panel.hidden = false;
      panel.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problem.message));
    }
    button.disabled = false;
  });

  async function record(recorder) {
    const read = element('span', { class: 'clock' }, `${clock(0)} / ${clock(LONGEST)}`);
    const meter = element('meter', { min: 0, max: 1, value: 0, 'aria-label': 'Level' });
    const keep = await new Promise(resolve => {
      const stop = element('button', { type: 'button', class: 'primary', onclick: () => resolve(true) }, 'Stop');
      panel.replaceChildren(element('span', {}, 'Recording'), read, meter, stop, element('button', { type: 'button', onclick: () => resolve(false) }, 'Discard'));
      panel.hidden = false;
      stop.focus();
      recorder.addEventListener('level', () => {
        read.textContent = `${clock(recorder.seconds)} / ${clock(LONGEST)}`;
        meter.value = recorder.level;
      });
      recorder.addEventListener('full', () => resolve(true));
    });
    await recorder.stop();
    panel.hidden = true;
    button.disabled = false;
    button.focus();
    if (keep && recorder.seconds > 0) {
      add([recorder.toFile(`Recording ${new Date().toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).replaceAll(':', '.')}.wav`)]);
    }
  }
}
