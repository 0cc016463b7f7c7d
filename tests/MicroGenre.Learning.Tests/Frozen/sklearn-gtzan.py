"""Freezes scikit-learn's accuracies on MFCC of the shared spectrograms, for ClassicalRealDataTests. Run: python3 sklearn-gtzan.py FOLDER > sklearn-gtzan.json"""
import csv
import json
import sys

import numpy as np
from scipy.fft import dct
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier


def load(name):
    mel = np.load(f"{sys.argv[1]}/{name}.npy").astype(np.float64) * 80 / 255 - 80
    mfcc = dct(mel, axis=1, norm="ortho")[:, :20]
    return np.concatenate([mfcc.mean(2), mfcc.std(2)], 1), [row["genre"] for row in csv.DictReader(open(f"{sys.argv[1]}/{name}.csv"))]


(x, y), (test_x, test_y) = load("train"), load("valid")
scaler = StandardScaler().fit(x)
x, test_x = scaler.transform(x), scaler.transform(test_x)
learners = {
    "rbf-svm": lambda seed: SVC(),
    "softmax-regression": lambda seed: LogisticRegression(max_iter=5000),
    "gaussian-naive-bayes": lambda seed: GaussianNB(),
    "nearest-neighbors": lambda seed: KNeighborsClassifier(),
    "linear-svm": lambda seed: LinearSVC(random_state=seed, max_iter=20000),
    "decision-tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "random-forest": lambda seed: RandomForestClassifier(random_state=seed),
    "multilayer-perceptron": lambda seed: MLPClassifier(random_state=seed),
}
result = {}
for name, make in learners.items():
    scores = [make(seed).fit(x, y).score(test_x, test_y) for seed in range(5)]
    result[name] = [min(scores), max(scores)]
print(json.dumps(result, indent=2))
