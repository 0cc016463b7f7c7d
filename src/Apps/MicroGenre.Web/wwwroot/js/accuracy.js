// How often a model is right on tracks outside its training data: one measure for all models.

import { percent } from './format.js';
import { learnGenres } from './wording.js';

// Of the normal distribution: 95 of 100 lie within so many deviations.
const DEVIATIONS = 1.96;

// An interval that is wider on either side says too little to compare by.
const WIDEST = 0.05;

/**
 * Accuracy from a model's card: `{ share, tracks, low, high, isFew }`, with Wilson's 95 % interval; undefined if it was measured only on training
 * tracks.
 */
export function accuracyOf(model) {
  const { confusion, validation } = cardOf(model);
  const { validationAccuracy, crossAccuracy } = model.metrics;
  const share = validationAccuracy ?? crossAccuracy;
  const tracks = confusion ? sum(confusion.flat()) : validation?.tracks;
  if (share === undefined || !tracks) {
    return undefined;
  }
  const [low, high] = wilson(share, tracks);
  return { share, tracks, low, high, isFew: (high - low) / 2 > WIDEST };
}

/** The interval that holds a share which was measured on so many. */
export function wilson(share, count) {
  const square = DEVIATIONS ** 2;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const half = DEVIATIONS / (1 + square / count) * Math.sqrt(share * (1 - share) / count + square / (4 * count ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** It as a sentence. */
export function accuracyInWords(model) {
  const accuracy = accuracyOf(model);
  if (!accuracy) {
    return 'It was not measured on tracks outside its training data.';
  }
  const { share, tracks, low, high, isFew } = accuracy;
  return `It is right on ${percent(share)} of tracks outside its training data (${percent(low)} to ${percent(high)}, ${tracks} tracks${isFew ? ', too few to compare' : ''}).`;
}

/** What is written of a model. */
export const cardOf = model => JSON.parse(model.card || '{}');

/** Remembers what a model's genres are called. */
export const learnModel = ({ labels, displayNames }) => learnGenres(labels.map((label, i) => ({ label, displayName: displayNames?.[i] })));

/** The version that answers where no model is named: the pinned one, or else the newest that loads; undefined where there is none. */
export const defaultOf = (models, { defaultModel, pins }) => servingOf(models, defaultModel, pins);

/** The version of a name that answers. */
export const servingOf = (models, name, pins) => models.find(model => model.name === name && model.version === pins[name])
  ?? models.filter(model => model.name === name && model.state !== 'MODEL_STATE_FAILED').sort((one, other) => other.version - one.version)[0];

const sum = numbers => numbers.reduce((one, other) => one + other, 0);
