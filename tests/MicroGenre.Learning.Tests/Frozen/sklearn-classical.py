"""Freezes what scikit-learn makes of generated data, for ClassicalGoldenTests. Run: python3 sklearn-classical.py > sklearn-classical.json"""
import json

import numpy as np
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

x, y = make_classification(n_samples=500, n_features=12, n_informative=8, n_classes=4, class_sep=1.2, flip_y=0.05, random_state=7)
x = np.round(x, 3)
train, test = slice(0, 300), slice(300, 500)

learners = {
    "euclidean": KNeighborsClassifier(5),
    "cosine": KNeighborsClassifier(5, metric="cosine"),
    "minkowski": KNeighborsClassifier(5, p=3),
    "softmax": LogisticRegression(C=0.5, tol=1e-8, max_iter=5000),
    "linear-svm": LinearSVC(C=0.5, random_state=0, max_iter=20000),
    "rbf-svm": SVC(C=2),
    "bayes": GaussianNB(),
    "forest": RandomForestClassifier(200, random_state=0, oob_score=True),
}
# These draw random numbers: the range over seeds is frozen.
random_learners = {
    "gini-tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "entropy-tree": lambda seed: DecisionTreeClassifier(criterion="entropy", max_depth=6, min_samples_leaf=3, random_state=seed),
    "forest": lambda seed: RandomForestClassifier(200, random_state=seed),
    "perceptron": lambda seed: MLPClassifier(random_state=seed, max_iter=200),
}
result = {"x": x.tolist(), "y": y.tolist(), "train": 300, "accuracy": {}, "probabilities": {}}
for name, learner in learners.items():
    learner.fit(x[train], y[train])
    result["accuracy"][name] = [learner.score(x[test], y[test])] * 2
    if name in ("euclidean", "cosine", "minkowski", "softmax", "bayes"):
        result["probabilities"][name] = np.round(learner.predict_proba(x[test])[:20], 9).tolist()
for name, make in random_learners.items():
    scores = [make(seed).fit(x[train], y[train]).score(x[test], y[test]) for seed in range(20)]
    result["accuracy"][name] = [min(scores), max(scores)]
result["forestOutOfBag"] = learners["forest"].oob_score_
result["forestImportances"] = learners["forest"].feature_importances_.tolist()
result["softmaxWeight"] = learners["softmax"].coef_.tolist()
result["svmPredictions"] = learners["rbf-svm"].predict(x[test]).tolist()
result["standardized"] = StandardScaler().fit(x[train]).transform(x[test])[0].tolist()
pca = PCA(3).fit(x[train])
result["principalAbs"] = np.abs(pca.transform(x[test])[:5]).tolist()
print(json.dumps(result))
