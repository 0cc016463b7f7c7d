// Goes from page to page. All of them are one document: what has been done stays while the reader looks elsewhere.

import { byId } from './dom.js';
import { connection } from './api.js';
import { startListening } from './listen.js';
import { showModels } from './models.js';
import { showJobs } from './jobs.js';

const PAGES = { listen: { title: 'Listen' }, models: { title: 'Models', show: showModels }, jobs: { title: 'Jobs', show: showJobs } };

// How often a page that shows what others do is looked after, in milliseconds.
const FRESH = 2000;

let current;

function go() {
  const name = location.hash.slice(2) in PAGES ? location.hash.slice(2) : 'listen';
  for (const page of Object.keys(PAGES)) {
    byId(page).hidden = page !== name;
  }
  document.title = `${PAGES[name].title} · MicroGenre`;
  for (const link of document.querySelectorAll('.masthead nav a')) {
    link.hash === `#/${name}` ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  PAGES[name].show?.();
  // Not when the document opens: then the reader begins at its top.
  if (current && current !== name) {
    byId(`${name}-title`).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  current = name;
}

connection.addEventListener('change', ({ detail: there }) => {
  const notice = byId('connection');
  if (notice.hidden !== there) {
    notice.hidden = there;
    notice.textContent = there ? '' : 'There is no connection to MicroGenre. What you have is kept; try again when it is back.';
  }
});

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  byId('content').focus();
});
window.addEventListener('hashchange', go);
setInterval(() => document.visibilityState === 'visible' && PAGES[current].show?.(), FRESH);
startListening();
go();
