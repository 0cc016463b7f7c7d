// The page to listen on: where tracks come in.

import { announce, byId, element } from './dom.js';
import { accuracyInWords, defaultOf, learnModel } from './accuracy.js';
import { ask, download } from './api.js';
import { filesOf, tracksOf } from './folders.js';
import { clock, size } from './format.js';
import { LONGEST, Recorder } from './recorder.js';
import { Removed } from './removed.js';
import { Store } from './store.js';
import { openLesson } from './teach.js';
import { TrackList } from './tracks.js';
import { TrackTable } from './trackTable.js';
import { TrackView } from './trackView.js';
import { genreName } from './wording.js';

/** Sets the page up. Returns what shows the track of an address, and what falls silent when the reader leaves. */
export function startListening() {
  const store = new Store();
  const list = new TrackList(store);
  const removed = new Removed();
  // Shown already, while its content, and so its address, is not known yet.
  let opening;
  const show = track => {
    view.show(track);
    table.select(track);
    coverTable();
  };
  const open = track => {
    opening = track.id ? undefined : track;
    show(track);
    if (track.id) {
      location.hash = addressOf(track);
    }
  };
  const close = () => {
    const { track } = view;
    opening = undefined;
    location.hash = '#/listen';
    show(undefined);
    table.focus(track);
  };
  const remove = tracks => {
    const next = table.after(tracks);
    const undo = list.remove(tracks);
    if (tracks.some(track => track.id === addressedId())) {
      history.replaceState(null, '', '#/listen');
    }
    next ? table.focus(next) : byId('choose').focus();
    removed.add(tracks.map(track => track.name), () => {
      undo();
      table.focus(tracks[0]);
    });
  };
  const view = new TrackView(list, close);
  const table = new TrackTable(list, {
    open: track => {
      open(track);
      // Beside the table it is in view; below it, or above it as a sheet, it is brought there.
      byId('track').scrollIntoView({ block: 'nearest' });
      byId('track-name').focus({ preventScroll: true });
    },
    walk: track => {
      show(track);
      track.id && history.replaceState(null, '', addressOf(track));
    },
    play: track => {
      view.track === track || open(track);
      view.toggle();
    },
    teach: openLesson,
    remove,
  });
  view.addEventListener('state', () => table.markPlaying(view.playing ? view.track : undefined));
  const openAddress = id => {
    // A track that cannot be read never gets an address: it stays until another one is asked for.
    const stays = opening?.state === 'waiting' || (id === '' && view.track && !view.track.id);
    if (opening?.id && id === '') {
      // It became known while another page was shown.
      open(opening);
    } else if (!stays) {
      opening = undefined;
      show(list.tracks.find(track => track.id === id));
    }
  };

  const add = files => {
    if (files.length === 0) {
      announce('No tracks were found there');
      return;
    }
    const added = list.add(files);
    announce(added.length === 1 ? `${added[0].name} is being uploaded` : `${added.length} tracks are being uploaded`);
    if (added.length === 1) {
      open(added[0]);
    }
  };

  // As a sheet over the table, the track is all that there is to reach.
  const coverTable = () => { byId('tracks').inert = isSheet.matches && Boolean(view.track); };
  isSheet.addEventListener('change', coverTable);
  list.addEventListener('list', () => {
    table.select(view.track);
    coverTable();
    showWelcome(list);
  });
  list.addEventListener('identified', ({ detail }) => detail === opening && isHere() && open(detail));
  list.addEventListener('same', ({ detail }) => opening && !list.tracks.includes(opening) && isHere() && open(detail));
  window.addEventListener('beforeunload', event => list.tracks.some(track => track.busy && !(store.keeps && track.id)) && event.preventDefault());
  tellLimits(list);
  takeFiles(add);
  takeExample(add);
  takeDrops(add);
  takeRecordings(add);
  list.restore().then(() => {
    showWelcome(list);
    byId('listen').classList.remove('starting');
    if (isHere() && !view.track) {
      openAddress(addressedId());
    }
  });
  return {
    open: () => {
      // Another model may answer by now.
      list.tracks.length === 0 && tellModel();
      openAddress(addressedId());
    },
    leave: () => view.pause(),
  };
}

// Where a track covers the table: on phones.
const isSheet = matchMedia('(max-width: 34rem)');

// Until there are tracks, the page says what it is for; then it makes room for them.
const showWelcome = list => byId('drop').classList.toggle('welcome', list.tracks.length === 0);

const isHere = () => !byId('listen').hidden;
const addressOf = track => `#/listen/${track.id.split('/').map(encodeURIComponent).join('/')}`;
const addressedId = () => location.hash.split('/').slice(2).map(decodeURIComponent).join('/');

async function tellLimits(list) {
  const limits = byId('limits');
  try {
    list.largestUpload = Number((await ask('settings')).largestUpload);
    limits.textContent = `${limits.textContent} Up to ${size(list.largestUpload)} each.`;
  } catch {
    // Said when something is sent.
  }
}

// Which model answers, what it knows, and how often it is right.
async function tellModel() {
  try {
    const [{ models }, plan] = await Promise.all([ask('models'), ask('models/plan')]);
    const model = defaultOf(models, plan);
    if (model) {
      learnModel(model);
      const genres = model.labels.map(genreName);
      byId('about-model').textContent = `${model.name} ${model.version} tells ${genres.slice(0, -1).join(', ')} and ${genres.at(-1)} apart. ${accuracyInWords(model)}`;
    }
  } catch {
    // Said on the page of models.
  }
}

function takeExample(add) {
  const button = byId('example');
  button.addEventListener('click', async () => {
    if (button.ariaBusy === 'true') {
      return;
    }
    button.ariaBusy = 'true';
    try {
      add([new File([await download('example')], 'Example medley.wav', { type: 'audio/wav' })]);
    } catch (problem) {
      announce(problem.message);
    }
    button.ariaBusy = null;
  });
}

function takeFiles(add) {
  for (const [button, field, chosen] of [['choose', 'files', files => [...files]], ['choose-folder', 'folder', tracksOf]]) {
    const input = byId(field);
    byId(button).addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      add(chosen(input.files));
      input.value = '';
    });
  }
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
  document.addEventListener('drop', async event => {
    if (isFile(event)) {
      event.preventDefault();
      drop.classList.remove('over');
      location.hash = '#/listen';
      add(await filesOf(event.dataTransfer));
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
      button.disabled = false;
      button.focus();
    }
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
