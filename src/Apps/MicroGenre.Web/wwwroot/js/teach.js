// Teaches a model a genre by tracks that the reader has selected.

import { teach } from './api.js';
import { announce, element } from './dom.js';
import { percent } from './format.js';
import { learnGenres } from './wording.js';

/** How many tracks a genre can be taught by. */
export const FEWEST = 2;
export const MOST = 100;

/** Asks for the genre's name, teaches it, and says how much its tracks have in common. The focus goes back to where it was. */
export function openLesson(tracks) {
  const { model, version } = tracks.find(track => track.answers.genres).answers.genres;
  const upload = new AbortController();
  const genre = element('input', { name: 'genre', required: true, maxLength: 64, autocomplete: 'off' });
  const saveAs = element('input', { name: 'saveAs', required: true, value: 'mine', pattern: '[A-Za-z0-9_\\-][A-Za-z0-9._\\-]*', maxLength: 64, title: 'Letters, digits, dots, dashes and underscores', autocomplete: 'off' });
  const told = element('div', { class: 'told', 'aria-live': 'polite' });
  const start = element('button', { class: 'primary' }, 'Teach');
  const close = element('button', { type: 'button', onclick: () => lesson.close() }, 'Cancel');
  const form = element('form', { onsubmit: event => submit(event) },
    element('h2', { id: 'lesson' }, 'Teach a genre'),
    element('p', { class: 'fine' }, `A copy of ${model} ${version} learns the genre from ${tracks.length} tracks. Better five to ten. Its other genres stay as they are.`),
    element('label', {}, 'Name of the genre', genre), element('label', {}, 'Name of the model', saveAs),
    told, element('div', { class: 'choices' }, start, close));
  const lesson = element('dialog', { class: 'card question lesson', 'aria-labelledby': 'lesson' }, form);
  lesson.addEventListener('close', () => {
    upload.abort();
    lesson.remove();
  });
  document.body.append(lesson);
  lesson.showModal();

  async function submit(event) {
    event.preventDefault();
    start.disabled = true;
    told.replaceChildren(element('p', {}, 'Learning …'), element('progress', { 'aria-label': 'Learning' }));
    try {
      const taught = await teach({ model, version, saveAs: saveAs.value, genre: genre.value }, tracks, upload.signal);
      learnGenres(taught.labels.map((label, i) => ({ label, displayName: taught.displayNames[i] })));
      showTaught(taught);
    } catch ({ message }) {
      start.disabled = false;
      told.replaceChildren(element('p', { class: 'problem', role: 'alert' }, message));
      genre.focus();
    }
  }

  function showTaught({ model: name, version: number, taught }) {
    const { label, recognized } = taught.at(-1);
    const text = `${name} ${number} knows ${label}. Of its examples, ${percent(recognized)} are recognised by the others.`;
    told.replaceChildren(element('p', {}, text), element('a', { href: `#/models/${encodeURIComponent(name)}/${number}`, onclick: () => lesson.close() }, 'See its card'));
    announce(text);
    start.remove();
    close.textContent = 'Close';
    close.focus();
  }
}
