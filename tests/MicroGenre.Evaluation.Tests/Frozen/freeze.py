#!/usr/bin/env python3
"""Writes cases.json: metrics of frozen inputs as scikit-learn and SciPy compute them.

Run it with Debian 12's python3-sklearn (1.2.1) from this folder: python3 freeze.py
"""
import json
import warnings

import numpy as np
from scipy.stats import binomtest
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")


def number(value):
    """A float, or None where the library has no number to give."""
    return None if np.isnan(value) else float(value)


def classification(name, actual, predicted, classes):
    labels = list(range(classes))
    precision, recall, f1, support = m.precision_recall_fscore_support(actual, predicted, labels=labels, zero_division=0)
    macro = m.precision_recall_fscore_support(actual, predicted, average="macro", zero_division=0)[:3]
    return {
        "name": name, "classes": classes, "actual": list(map(int, actual)), "predicted": list(map(int, predicted)),
        "accuracy": number(m.accuracy_score(actual, predicted)),
        "confusion": m.confusion_matrix(actual, predicted, labels=labels).tolist(),
        "precision": list(map(float, precision)), "recall": list(map(float, recall)), "f1": list(map(float, f1)),
        "tracks": list(map(int, support)), "macro": list(map(number, macro)),
    }


def calibration_error(hits, confidence, bins):
    """Guo et al. 2017 from scikit-learn's calibration_curve, each bin weighed by its tracks."""
    share, mean = calibration_curve(hits, confidence, n_bins=bins, strategy="uniform")
    edges = np.linspace(0, 1, bins + 1)
    sizes = np.bincount(np.searchsorted(edges[1:-1], confidence), minlength=bins)
    return float(np.sum(np.abs(share - mean) * sizes[sizes > 0]) / len(hits))


def probabilities(name, actual, rows, bins=15):
    rows = rows.astype(np.float32)
    wide = rows.astype(np.float64)
    classes = rows.shape[1]
    labels = list(range(classes))
    return {
        "name": name, "classes": classes, "actual": list(map(int, actual)), "probabilities": [float(p) for p in wide.ravel()],
        "predicted": wide.argmax(1).tolist(),
        "top": [float(m.top_k_accuracy_score(actual, wide, k=k, labels=labels)) for k in range(1, classes)],
        "log_loss": float(m.log_loss(actual, wide, labels=labels)),
        "calibration_error": calibration_error((wide.argmax(1) == actual).astype(int), wide.max(1), bins),
    }


def clusters(name, reference, estimated):
    reference, estimated = np.asarray(reference, int), np.asarray(estimated, int)
    homogeneity, completeness, v = m.homogeneity_completeness_v_measure(reference, estimated)
    (_, only_estimated), (only_reference, both) = m.cluster.pair_confusion_matrix(reference, estimated) if len(reference) else np.zeros((2, 2))
    precision = both / (both + only_estimated) if both + only_estimated else 0.0
    recall = both / (both + only_reference) if both + only_reference else 0.0
    return {
        "name": name, "reference": reference.tolist(), "estimated": estimated.tolist(),
        "pair_precision": float(precision), "pair_recall": float(recall),
        "pair_f1": float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0,
        "adjusted_rand": float(m.adjusted_rand_score(reference, estimated)),
        "homogeneity": float(homogeneity), "completeness": float(completeness), "v_measure": float(v),
    }


def mcnemar(first, second):
    n = first + second
    return {
        "only_first": first, "only_second": second,
        "statistic": max(abs(first - second) - 1, 0) ** 2 / n if n else 0.0,
        "p_value": float(binomtest(min(first, second), n, 0.5).pvalue) if n else 1.0,
    }


def main():
    random = np.random.default_rng(1)

    def guesses(n, classes, right=0.6, used=None):
        actual = random.integers(0, used or classes, n)
        return actual, np.where(random.random(n) < right, actual, random.integers(0, used or classes, n))

    def softmax(n, classes, scale):
        logits = random.normal(0, scale, (n, classes))
        rows = np.exp(logits - logits.max(1, keepdims=True))
        return rows / rows.sum(1, keepdims=True)

    certain = softmax(25, 4, 2.0)
    certain[3] = [1, 0, 0, 0]
    certain[4] = [0, 0, 1, 0]

    cases = {
        "classification": [
            classification("ten genres", *guesses(290, 10), 10),
            classification("two of six classes never occur", *guesses(60, 6, used=4), 6),
            classification("a class that is never predicted", [0, 0, 1, 2, 2], [0, 0, 0, 2, 0], 3),
            classification("a class that is only predicted", [0, 0, 2, 2], [0, 1, 1, 2], 3),
            classification("everything wrong", [0, 1, 2], [1, 2, 0], 3),
            classification("perfect", [2, 1, 0, 1], [2, 1, 0, 1], 3),
            classification("one track", [1], [1], 3),
            classification("no tracks", [], [], 3),
        ],
        "probabilities": [
            probabilities("ten genres", random.integers(0, 10, 120), softmax(120, 10, 1.5)),
            probabilities("classes that never occur", random.integers(0, 2, 40), softmax(40, 5, 3.0)),
            probabilities("certain, sometimes of the wrong class", np.array([1, 2] * 12 + [0]), certain),
        ],
        "clusters": [
            clusters("ten against seven labels", random.integers(0, 10, 200), random.integers(0, 7, 200)),
            clusters("related", (base := random.integers(0, 5, 150)), np.where(random.random(150) < 0.8, base, random.integers(0, 5, 150))),
            clusters("the same under other names", [0, 0, 1, 1, 2], [7, 7, 3, 3, 5]),
            clusters("all in one", [0, 1, 2, 3], [4, 4, 4, 4]),
            clusters("each alone", [0, 0, 1, 1], [1, 2, 3, 4]),
            clusters("each alone, twice", [0, 1, 2], [2, 1, 0]),
            clusters("one frame", [3], [9]),
            clusters("no frames", [], []),
        ],
        "mcnemar": [mcnemar(*pair) for pair in [(0, 0), (1, 0), (5, 5), (10, 25), (3, 40), (121, 59), (4000, 4200)]],
    }
    with open("cases.json", "w", encoding="utf-8") as file:
        json.dump(cases, file, indent=None, separators=(",", ":"))
        file.write("\n")


main()
