// Why a genre: what each second and each range of frequency adds to its logit, in a form that is small enough to keep.

// The kinds of evidence, and what they are called.
export const KINDS = {
  EVIDENCE_TIMBRE: 'Timbre',
  EVIDENCE_RHYTHM: 'Rhythm',
  EVIDENCE_COVARIANCE: 'Covariance',
  EVIDENCE_ANY: 'All that the model hears',
};

// Of what speaks for a genre, the share that its reason has.
const REASON = 0.5;

/**
 * An explanation from an `ExplainReply`: `times` and `ranges` of frequency as `[from, to]`, and for each kind of evidence its `values`, time by
 * time, each from the lowest range to the highest.
 */
export function evidenceOf({ explanation, answer: { model, version } }) {
  const { genre, logit, bias, method, nearest, contributions } = explanation;
  const times = distinct(contributions, part => [part.startSeconds, part.endSeconds]);
  const ranges = distinct(contributions, part => [part.lowHz, part.highHz]);
  const [slots, rows] = [times, ranges].map(steps => new Map(steps.map(([from], i) => [from, i])));
  const values = {};
  for (const { startSeconds, lowHz, evidence, value } of contributions) {
    values[evidence] ??= new Float32Array(times.length * ranges.length);
    values[evidence][slots.get(startSeconds) * ranges.length + rows.get(lowHz)] += value;
  }
  return { genre, model, version, logit, bias, exact: method === 'EXPLANATION_METHOD_EXACT', nearest, times, ranges, values };
}

/** The values of one kind of evidence, or of all kinds together. */
export function valuesOf({ values }, kind) {
  if (kind) {
    return values[kind];
  }
  const [first, ...others] = Object.values(values);
  return (first ?? new Float32Array()).map((value, i) => others.reduce((sum, other) => sum + other[i], value));
}

/** What speaks for a genre and against it: `{ pro, contra }`, the latter below 0. */
export function sidesOf(values) {
  return values.reduce(({ pro, contra }, value) => ({ pro: pro + Math.max(0, value), contra: contra + Math.min(0, value) }), { pro: 0, contra: 0 });
}

/** Which parts are the reason: the strongest for the genre, as many as make half of what speaks for it. An entry of 0 or 1 for each. */
export function reasonOf(values) {
  const reason = new Uint8Array(values.length);
  const { pro } = sidesOf(values);
  let sum = 0;
  for (const i of [...values.keys()].sort((one, other) => values[other] - values[one])) {
    if (sum >= REASON * pro || values[i] <= 0) {
      break;
    }
    sum += values[i];
    reason[i] = 1;
  }
  return reason;
}

/** The strongest parts, the strongest first: `{ time, range, value, kinds }` with what each kind of evidence adds. */
export function strongestOf(evidence, most) {
  const { times, ranges, values } = evidence;
  const sums = valuesOf(evidence);
  return [...sums.keys()].sort((one, other) => Math.abs(sums[other]) - Math.abs(sums[one])).slice(0, most).map(i => ({
    time: times[Math.floor(i / ranges.length)],
    range: ranges[i % ranges.length],
    value: sums[i],
    kinds: Object.values(values).map(some => some[i]),
  }));
}

/** Where a time or a frequency is among steps; the last one beyond their end. */
export const stepAt = (steps, at) => Math.max(0, steps.findLastIndex(([from]) => at >= from));

const distinct = (parts, stepOf) => [...new Map(parts.map(stepOf).map(step => [step[0], step])).values()].sort(([one], [other]) => one - other);
