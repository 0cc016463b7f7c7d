// Goes from page to page. All of them are one document: what has been done stays while the reader looks elsewhere.

import { byId } from './dom.js';
import { connection } from './api.js';
import { startLibrary } from './library.js';
import { startListening } from './listen.js';
import { openModel, showModels } from './models.js';
import { openJob, showJobs } from './jobs.js';

const listening = startListening();

// What keeps a page up to date, what shows the part of it that an address names, and what happens when the reader leaves.
const PAGES = {
  listen: { title: 'Listen', ...listening },
  library: { title: 'Library', ...startLibrary() },
  models: { title: 'Models', show: showModels, open: openModel },
  jobs: { title: 'Jobs', show: showJobs, open: openJob },
};

// How often a page that shows what others do is looked after, in milliseconds.
const FRESH = 2000;

let current;

// The last address within each page.
const places = {};

function go() {
  const [, asked] = location.hash.split('/');
  const name = Object.hasOwn(PAGES, asked) ? asked : 'listen';
  for (const page of Object.keys(PAGES)) {
    byId(page).hidden = page !== name;
  }
  document.title = `${PAGES[name].title} · MicroGenre`;
  places[name] = location.hash;
  for (const link of document.querySelectorAll('.masthead nav a')) {
    const [, page] = link.hash.split('/');
    page === name ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
    // Within a page its link goes to the top of it; from elsewhere, back to where the reader was.
    link.hash = page === name ? `#/${page}` : places[page] ?? `#/${page}`;
  }
  // Not when the document opens: then the reader begins at its top.
  if (current && current !== name) {
    PAGES[current].leave?.();
    byId(`${name}-title`).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  current = name;
  PAGES[name].show?.();
  PAGES[name].open();
}

connection.addEventListener('change', ({ detail: there }) => {
  const notice = byId('connection');
  if (notice.hidden !== there) {
    notice.hidden = there;
    notice.textContent = there ? '' : 'Not connected. The queue continues when the connection is back.';
  }
});

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  byId('content').focus();
});
window.addEventListener('hashchange', go);
setInterval(() => document.visibilityState === 'visible' && PAGES[current].show?.(), FRESH);
go();
