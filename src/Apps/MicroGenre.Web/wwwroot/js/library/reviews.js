// The kinds of rounds: which tracks are decided on, and between what.

import { ask, withQuery } from '../api.js';
import { percent } from '../format.js';
import { genreName } from '../wording.js';

// As many genres as there are keys with figures.
const MOST_KEYS = 9;

/** Rounds by their name in the address. */
export const reviews = {
  disagreements: {
    title: 'Disagreements',
    lead: 'Tracks whose tag contradicts a confident model, the greatest contradiction first. Your decisions are labels; files keep their tags.',
    none: 'No tag contradicts the model.',
    load: async count => (await ask(withQuery('library/disagreements', { count }))).tracks,
    about: ({ track, tagged, taggedProbability }) => {
      const [best] = track.genres;
      return `Its tag says ${genreName(tagged)} (${percent(taggedProbability)} by the model), the model ${genreName(best.label)} (${percent(best.probability)}).`;
    },
    choices: ({ track, tagged }) => [
      { key: 'K', text: `Keep ${genreName(tagged)}`, genre: tagged },
      { key: 'M', text: `Take ${genreName(track.genres[0].label)}`, genre: track.genres[0].label },
    ],
  },
  labels: {
    title: 'Labels that teach most',
    lead: 'Tracks that the model is unsure of and that are unlike each other and all tracks with a label. Say what they are.',
    none: 'No track is left to label.',
    load: async count => (await ask(withQuery('library/suggestions', { count }))).tracks,
    about: ({ uncertainty }) => `The model is uncertain by ${percent(uncertainty)}.`,
    choices: ({ track }) => track.genres.slice(0, MOST_KEYS).map(({ label }, i) => ({ key: String(i + 1), text: genreName(label), genre: label })),
  },
  doubtful: {
    title: 'Doubtful labels',
    lead: 'Labels beside which your other labels make another genre more probable, the most doubtful first.',
    none: 'No label is doubtful.',
    load: async () => (await ask('library/doubtful')).tracks,
    about: ({ track, suggestion, odds }) => `You said ${genreName(track.label)}. By your other labels, ${genreName(suggestion)} is ${timesOf(odds)} as probable.`,
    choices: ({ track, suggestion }) => [
      { key: 'K', text: `Keep ${genreName(track.label)}` },
      { key: 'M', text: `Take ${genreName(suggestion)}`, genre: suggestion },
    ],
  },
};

// The odds are given as a logarithm.
function timesOf(odds) {
  const times = Math.exp(odds);
  return times >= 1000 ? 'more than 1,000 times' : `${times >= 10 ? Math.round(times) : times.toFixed(1)} times`;
}
