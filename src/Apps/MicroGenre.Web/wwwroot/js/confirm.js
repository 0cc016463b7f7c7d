// Asks before something changes for everybody.

import { element } from './dom.js';

/** Asks, with what changes and what it means. Returns whether the reader agrees; the focus goes back to where it was. */
export function confirmed(title, lines, action) {
  const question = element('dialog', { class: 'card question', 'aria-labelledby': 'question' },
    element('form', { method: 'dialog' },
      element('h2', { id: 'question' }, title), lines.map(line => element('p', {}, line)),
      element('div', { class: 'choices' },
        element('button', { class: 'primary', value: 'yes' }, action), element('button', { value: 'no' }, 'Leave as it is'))));
  document.body.append(question);
  question.showModal();
  return new Promise(resolve => question.addEventListener('close', () => {
    question.remove();
    resolve(question.returnValue === 'yes');
  }));
}
