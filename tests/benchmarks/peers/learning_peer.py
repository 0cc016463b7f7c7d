"""Makes the data of the learning benchmark, and times scikit-learn on it.

Writes its data sets as .npy files into the folder that it is given, then reads one request per line and answers each with one line of JSON:

    measure <data> <learner> <fits> <predictions>   least processor times in milliseconds
    accuracy <data> <learner> <seed>                share of the data set's other vectors that are told right
    folds <learner> <seed>                          tracks of the folder's own vectors that cross-validation gets right

Everything runs on one thread.
"""
import json
import os
import sys
import time
import warnings

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

try:
    import numpy as np
    import sklearn
    from sklearn.datasets import load_digits, make_classification
    from sklearn.decomposition import PCA
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC, LinearSVC
    from sklearn.tree import DecisionTreeClassifier
except ImportError:
    print("{}", flush=True)
    sys.exit()

warnings.filterwarnings("ignore")

LEARNERS = {
    "nearest-neighbors": lambda seed, classes: KNeighborsClassifier(),
    "nearest-neighbors-cosine": lambda seed, classes: KNeighborsClassifier(metric="cosine"),
    "nearest-neighbors-minkowski": lambda seed, classes: KNeighborsClassifier(p=3),
    "softmax-regression": lambda seed, classes: LogisticRegression(max_iter=200),
    "linear-svm": lambda seed, classes: LinearSVC(random_state=seed),
    "rbf-svm": lambda seed, classes: SVC(),
    "decision-tree": lambda seed, classes: DecisionTreeClassifier(random_state=seed),
    "random-forest": lambda seed, classes: RandomForestClassifier(random_state=seed, n_jobs=1),
    "gaussian-naive-bayes": lambda seed, classes: GaussianNB(),
    "linear-discriminant": lambda seed, classes: LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.5, priors=[1 / classes] * classes),
    # A fixed number of epochs, so that both sides do the same work.
    "multilayer-perceptron": lambda seed, classes: MLPClassifier(random_state=seed, max_iter=50, tol=0, n_iter_no_change=50),
    "standardizer": lambda seed, classes: StandardScaler(),
    "principal-components": lambda seed, classes: PCA(10, random_state=seed),
}


def least(function, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best * 1000


def write_data(folder):
    data = {f"{count}x{width}": make_classification(
        count, width, n_informative=width // 2, n_redundant=width // 4, n_classes=classes, class_sep=1.5, flip_y=0.02, random_state=1)
        for count, width, classes in ((600, 20, 4), (3000, 40, 10), (6000, 100, 10))}
    data["digits"] = load_digits(return_X_y=True)
    for name, (x, y) in data.items():
        order = np.random.default_rng(1).permutation(len(x))
        x, y = x[order], y[order]
        train = len(x) * 2 // 3
        scaler = StandardScaler().fit(x[:train])
        data[name] = scaler.transform(x[:train]), y[:train], scaler.transform(x[train:]), y[train:]
        for part, array in zip(("train-x", "train-y", "test-x", "test-y"), data[name]):
            np.save(os.path.join(folder, f"{name}-{part}.npy"), np.ascontiguousarray(array, dtype=np.float64))
    return data


def measure(data, name, learner, fits, predictions):
    x, y, test_x, _ = data[name]
    made = []
    fit = least(lambda: made.append(LEARNERS[learner](0, y.max() + 1).fit(x, y)), fits)
    predict = made[-1].predict if hasattr(made[-1], "predict") else made[-1].transform
    return {"fit": fit, "predict": least(lambda: predict(test_x), predictions)}


def accuracy(data, name, learner, seed):
    x, y, test_x, test_y = data[name]
    return LEARNERS[learner](seed, y.max() + 1).fit(x, y).score(test_x, test_y)


def right_in_folds(folder, learner, seed):
    x, y, folds = (np.load(os.path.join(folder, f"tracks-{part}.npy")) for part in ("x", "y", "folds"))
    right = 0
    for fold in np.unique(folds):
        train, test = folds != fold, folds == fold
        scaler = StandardScaler().fit(x[train])
        model = LEARNERS[learner](seed, int(y.max()) + 1).fit(scaler.transform(x[train]), y[train])
        right += int((model.predict(scaler.transform(x[test])) == y[test]).sum())
    return right


def main(folder):
    data = write_data(folder)
    print(json.dumps({"scikit-learn": sklearn.__version__}), flush=True)
    for line in sys.stdin:
        operation, *arguments = line.split()
        if operation == "measure":
            name, learner, fits, predictions = arguments
            print(json.dumps(measure(data, name, learner, int(fits), int(predictions))), flush=True)
        elif operation == "accuracy":
            name, learner, seed = arguments
            print(accuracy(data, name, learner, int(seed)), flush=True)
        else:
            learner, seed = arguments
            print(right_in_folds(folder, learner, int(seed)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
