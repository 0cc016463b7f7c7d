// Why a track is of a genre: the evidence, asked for when the reader wants to know.

import { announce, element } from './dom.js';
import { KINDS, reasonOf, sidesOf, strongestOf, valuesOf } from './evidence.js';
import { frequency, preciseClock, signed } from './format.js';
import { genreName } from './wording.js';

// Parts in the table: the rest adds little.
const MOST_ROWS = 24;

/**
 * The card that says why. `explain(genre)` asks for the evidence, `show(heat)` draws it over the spectrogram, and takes it away where there is
 * nothing. `hear(reason, from)` plays from a time so that only the reason sounds; without a reason, all of the track sounds again.
 */
export class Why {
  #explain;
  #show;
  #hear;
  #asked;
  #evidence;
  #kind;
  #open = false;
  #hears = false;
  #ask = element('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'why-body', onclick: () => this.#toggle() });
  #genre = element('select', { 'aria-label': 'Genre to explain', onchange: () => this.#choose() });
  #reason = element('button', { type: 'button', 'aria-pressed': 'false', hidden: true, title: 'Only what speaks most for the genre sounds; the rest is held back', onclick: () => this.#toggleReason() }, 'Hear the reason');
  #body = element('div', { class: 'why-body', id: 'why-body', hidden: true });

  element = element('section', { class: 'card why', 'aria-labelledby': 'why-title', hidden: true },
    element('h3', { id: 'why-title', class: 'visually-hidden' }, 'Why this genre'),
    element('div', { class: 'why-bar' }, this.#ask, this.#genre, this.#reason), this.#body);

  constructor({ explain, show, hear }) {
    this.#explain = explain;
    this.#show = show;
    this.#hear = hear;
  }

  /** Makes room for the question while only a beginning has been answered. */
  announce(genres) {
    this.#fill(genres);
    this.#ask.disabled = this.#genre.disabled = true;
  }

  /** Has the reader ask about genres, the most probable first; none where there is nothing to explain. */
  offer(genres) {
    this.#fill(genres);
    this.#ask.disabled = this.#genre.disabled = false;
  }

  /** There is nothing to be heard. */
  mute() {
    this.#reason.disabled = true;
  }

  /** Gives up what is under way. */
  dispose() {
    this.#asked?.cancel();
  }

  #fill(genres) {
    this.element.hidden = genres.length === 0;
    this.#genre.replaceChildren(...genres.map(value => element('option', { value }, genreName(value))));
    this.#name();
  }

  #name() {
    this.#ask.textContent = `Why ${genreName(this.#genre.value)}?`;
  }

  #toggle() {
    this.#open = !this.#open;
    this.#ask.setAttribute('aria-expanded', String(this.#open));
    this.#body.hidden = !this.#open;
    if (this.#open) {
      this.#tell();
    } else {
      this.#clear();
    }
  }

  // Nothing is drawn, and all of the track sounds.
  #clear() {
    this.dispose();
    this.#evidence = undefined;
    this.#reason.hidden = true;
    this.#setReason(false);
    this.#show(undefined);
  }

  #choose() {
    this.#name();
    this.#open ? this.#tell() : this.#toggle();
  }

  // The last question counts: one that is still open is given up.
  async #tell() {
    this.#clear();
    const asked = this.#asked = this.#explain(this.#genre.value);
    const isOver = () => asked !== this.#asked || !this.#open;
    const name = genreName(this.#genre.value);
    this.#body.replaceChildren(element('p', { class: 'fine' }, `Looking for what makes it ${name} …`), element('progress', { 'aria-label': 'Looking for evidence' }),
      element('button', { type: 'button', onclick: () => this.#cancel() }, 'Cancel'));
    try {
      this.#evidence = await asked.done;
      if (!isOver()) {
        this.#kind = undefined;
        this.#reason.hidden = false;
        this.#showEvidence();
        const { pro, contra } = sidesOf(valuesOf(this.#evidence));
        announce(`${name}: ${signed(pro)} for it, ${signed(contra)} against it`);
      }
    } catch (problem) {
      isOver() || this.#showProblem(problem);
    }
  }

  #cancel() {
    this.#toggle();
    this.#ask.focus();
  }

  #showProblem({ message, retry }) {
    const hadFocus = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(element('p', { class: 'problem', role: 'alert' }, message),
      retry ? element('button', { type: 'button', onclick: () => this.#tell() }, 'Try again') : '');
    hadFocus && (this.#body.querySelector('button') ?? this.#ask).focus();
  }

  #showEvidence() {
    const hadFocus = this.#body.contains(document.activeElement);
    const evidence = this.#evidence;
    const name = genreName(evidence.genre);
    const { pro, contra } = sidesOf(valuesOf(evidence, this.#kind));
    this.#body.replaceChildren(
      element('p', {}, sumOf(evidence)),
      element('ul', { class: 'key-of-heat', 'aria-label': 'Colours' },
        element('li', {}, element('span', { class: 'pro', 'aria-hidden': 'true' }), `Speaks for ${name}: ${signed(pro)}`),
        element('li', {}, element('span', { class: 'contra', 'aria-hidden': 'true' }), `Striped: speaks against ${name}: ${signed(contra)}`)),
      kindsOf(evidence).length > 2 ? element('div', { class: 'kinds', role: 'group', 'aria-label': 'Kind of evidence' }, kindsOf(evidence).map(([kind, title]) => {
        const sides = sidesOf(valuesOf(evidence, kind));
        return element('button', { type: 'button', 'aria-pressed': String(kind === this.#kind), onclick: () => this.#pick(kind) }, `${title} ${signed(sides.pro + sides.contra)}`);
      })) : '',
      evidence.nearest.length > 0 ? element('p', { class: 'fine' }, 'Most alike among the training tracks: ',
        evidence.nearest.map(({ track, genre }) => `${track} (${genreName(genre)})`).join(', ')) : '',
      tableOf(evidence));
    // What had the focus was made anew.
    hadFocus && (this.#body.querySelector('[aria-pressed=true]') ?? this.#ask).focus();
    return this.#draw();
  }

  // Returns what it has drawn.
  #draw() {
    const values = valuesOf(this.#evidence, this.#kind);
    const heat = { ...this.#evidence, values, reason: this.#hears ? reasonOf(values) : undefined };
    this.#show(heat);
    return heat;
  }

  // From the moment at which most speaks for the genre.
  async #toggleReason() {
    this.#setReason(!this.#hears);
    const heat = this.#draw();
    this.#body.querySelector('.problem')?.remove();
    if (this.#hears) {
      const { values, times, ranges } = heat;
      const strongest = values.indexOf(Math.max(...values));
      try {
        await this.#hear(heat, times[Math.floor(strongest / ranges.length)][0]);
        this.#hears && announce('Only the reason sounds');
      } catch ({ message }) {
        if (!this.#evidence) {
          return;
        }
        this.#setReason(false);
        this.#draw();
        this.#body.prepend(element('p', { class: 'problem', role: 'alert' }, message));
      }
    }
  }

  #setReason(hears) {
    if (this.#hears && !hears) {
      this.#hear(undefined);
      this.#open && announce('All of the track sounds');
    }
    this.#hears = hears;
    this.#reason.setAttribute('aria-pressed', String(hears));
  }

  #pick(kind) {
    this.#kind = kind;
    const heat = this.#showEvidence();
    this.#hears && this.#hear(heat);
  }
}

// How the parts add up, and how they were found.
function sumOf(evidence) {
  const { genre, bias, logit, exact } = evidence;
  const { pro, contra } = sidesOf(valuesOf(evidence));
  const sum = `${signed(pro + contra)} and make ${signed(logit)} for ${genreName(genre)} (logit).`;
  return exact
    ? `Average music has ${signed(bias)}; the parts below add ${sum} They are the model’s own arithmetic.`
    : `Without the parts below it is ${signed(bias)}; they add ${sum} They are estimates: each was flattened, and the model asked again.`;
}

const kindsOf = ({ values }) => [[undefined, 'All'], ...Object.keys(values).map(kind => [kind, KINDS[kind]])];

function tableOf(evidence) {
  const kinds = Object.keys(evidence.values);
  const titles = kinds.length > 1 ? kinds.map(kind => KINDS[kind]) : [];
  const rows = strongestOf(evidence, MOST_ROWS);
  const { length } = valuesOf(evidence);
  const caption = `The ${rows.length} strongest of ${length} parts for and against ${genreName(evidence.genre)}`;
  return element('details', {}, element('summary', {}, 'As a table'), element('div', { class: 'table-frame', role: 'region', tabIndex: 0, 'aria-label': caption },
    element('table', {}, element('caption', { class: 'visually-hidden' }, caption),
      element('thead', {}, element('tr', {}, ['Time', 'Frequencies', 'Adds', ...titles].map((title, i) => element('th', { scope: 'col', class: i > 1 ? 'number' : '' }, title)))),
      element('tbody', {}, rows.map(({ time: [from, to], range: [low, high], value, kinds: parts }) => element('tr', {},
        element('th', { scope: 'row' }, `${preciseClock(from)} to ${preciseClock(to)}`), element('td', {}, `${frequency(low)} to ${frequency(high)}`),
        [value, ...(titles.length > 0 ? parts : [])].map(one => element('td', { class: 'number' }, signed(one)))))))));
}
