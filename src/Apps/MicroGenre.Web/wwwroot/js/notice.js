// Problems of a page that keeps what it shows.

import { element } from './dom.js';

/** Tells a problem above what a place shows, with a button to try again; the same problem is told once. */
export function showProblem(place, problem, again) {
  if (noticeOf(place)?.dataset.problem !== problem.message) {
    clearProblem(place);
    place.prepend(element('div', { class: 'notice', role: 'alert', 'data-problem': problem.message },
      element('p', {}, problem.message), element('button', { type: 'button', onclick: again }, 'Try again')));
  }
}

/** It works again. */
export function clearProblem(place) {
  noticeOf(place)?.remove();
}

const noticeOf = place => place.querySelector(':scope > .notice');
