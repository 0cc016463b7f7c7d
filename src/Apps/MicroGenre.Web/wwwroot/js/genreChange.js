// Changes the genres of a model: renames, merges and removes them, and takes the last change back.

import { ask, withQuery } from './api.js';
import { element } from './dom.js';
import { genreName, learnGenres } from './wording.js';

/** The version before the last change of a model's own genres, as "name version"; empty where the newest version is no change. */
export function changedFrom({ name, version }, newest, { basedOn }) {
  const [before, number] = basedOn?.split('/') ?? [];
  return version === newest && before === name ? `${before} ${number}` : '';
}

/** Asks what to change, changes it, and tells `done` with the new version. The focus goes back to where it was. */
export function openGenreChange(model, done) {
  const { name, version } = model;
  const options = () => model.labels.map(label => element('option', { value: label }, genreName(label)));
  const genre = element('select', { name: 'genre', onchange: () => describe() }, options());
  const other = element('select', { 'aria-label': 'Merge with' }, options());
  const text = element('input', { maxLength: 64, autocomplete: 'off', 'aria-label': 'New name' });
  const saveAs = element('input', { name: 'saveAs', required: true, value: name, pattern: '[A-Za-z0-9_\\-][A-Za-z0-9._\\-]*', maxLength: 64, title: 'Letters, digits, dots, dashes and underscores', autocomplete: 'off' });
  const way = (value, words, field) => element('div', { class: 'way' }, element('label', {}, element('input', { type: 'radio', name: 'way', value, checked: value === 'rename', onchange: () => describe() }), words), field);
  const told = element('div', { class: 'told', 'aria-live': 'polite' });
  const start = element('button', { class: 'primary' }, 'Change');
  const form = element('form', { onsubmit: event => submit(event) },
    element('h2', { id: 'genre-change' }, `Genres of ${name} ${version}`),
    element('p', { class: 'fine' }, 'Each change makes a new version without training, so that nothing is lost.'),
    element('label', {}, 'Genre', genre),
    element('fieldset', {}, element('legend', {}, 'What to do with it'), way('rename', 'Rename it to', text), way('merge', 'Merge it with', other), way('remove', 'Remove it', '')),
    element('label', {}, 'Name of the model', saveAs),
    told, element('div', { class: 'choices' }, start, element('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel')));
  const dialog = element('dialog', { class: 'card question lesson', 'aria-labelledby': 'genre-change' }, form);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  describe();
  dialog.showModal();

  function describe() {
    const chosen = new FormData(form).get('way');
    [text.disabled, other.disabled] = [chosen !== 'rename', chosen !== 'merge'];
    text.required = chosen === 'rename';
    [...other.options].forEach(option => { option.disabled = option.value === genre.value; });
    if (other.value === genre.value) {
      other.value = model.labels.find(label => label !== genre.value);
    }
  }

  async function submit(event) {
    event.preventDefault();
    start.disabled = true;
    const change = { version, saveAs: saveAs.value };
    const path = `models/${encodeURIComponent(name)}/genres/${encodeURIComponent(genre.value)}`;
    const requests = {
      rename: () => ask(path, { method: 'PATCH', body: { change, name: text.value } }),
      merge: () => ask(`${path}/merge`, { method: 'POST', body: { change, other: other.value } }),
      remove: () => ask(withQuery(path, change), { method: 'DELETE' }),
    };
    try {
      const changed = await requests[new FormData(form).get('way')]();
      learnGenres(changed.labels.map((label, i) => ({ label, displayName: changed.displayNames[i] })));
      dialog.close();
      done(changed);
    } catch ({ message }) {
      start.disabled = false;
      told.replaceChildren(element('p', { class: 'problem', role: 'alert' }, message));
      genre.focus();
    }
  }
}

/** Takes the last change of a model back. Answers with the version that it has made. */
export const undoChange = name => ask(`models/${encodeURIComponent(name)}/undo`, { method: 'POST', body: {} });
