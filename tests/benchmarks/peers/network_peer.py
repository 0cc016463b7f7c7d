"""Trains networks with PyTorch for the network benchmark: the program that NetworkTrainer is, on the same arrays.

Usage: network_peer.py FOLDER THREADS, where FOLDER holds case.json, tracks.npy [track, row, frame] and labels.npy. The first line it writes says which
PyTorch it found, as JSON. Then it trains an epoch for every line that it reads, and answers with the epoch's processor time in milliseconds.
"""
import importlib.util
import json
import pathlib
import sys
import time

missing = [name for name in ("numpy", "torch") if importlib.util.find_spec(name) is None]
if missing:
    print(json.dumps({}), flush=True)
    sys.exit()

import numpy as np
import torch
import torch.nn.functional as F

from networks import Cnn2d, Gru, LastStateGru, ResNet34, SkipGru


def build(case, classes):
    kind, p = case["network"], case["parameters"]
    if kind == "cnn2d":
        return Cnn2d(p["channels"], classes, p["dropout"])
    if kind == "resnet34":
        return ResNet34([64, 128, 256, 512], [3, 4, 6, 3], classes)
    rows, units = case["rows"], p["units"]
    return Gru(SkipGru(rows, units, p["skip"]) if p.get("skip") else LastStateGru(rows, units), units, p["dense"], classes)


class Crops:
    """The random crops of Augmentation.cs."""

    def __init__(self, case, seed):
        self.frames, self.settings, self.random = case["crop"], case["augmentation"], np.random.default_rng(seed)

    def cut(self, track):
        random, settings = self.random, self.settings
        span = max(1, round(self.frames * (1 + settings["timeStretch"] * random.uniform(-1, 1))))
        start = random.integers(max(1, track.shape[1] - span + 1))
        if span == self.frames:
            crop = track.take(range(start, start + span), axis=1, mode="wrap")
        else:
            position = start + np.arange(self.frames) * (span / self.frames)
            before = position.astype(int)
            share = (position - before).astype(np.float32)
            crop = track.take(before, axis=1, mode="wrap") * (1 - share) + track.take(before + 1, axis=1, mode="wrap") * share
        crop = (crop + 40) / 40
        if settings["rowShift"]:
            shift = random.integers(-settings["rowShift"], settings["rowShift"] + 1)
            crop = crop[np.clip(np.arange(len(crop)) - shift, 0, len(crop) - 1)]
        if settings["gainDecibels"] or settings["equalizerDecibels"]:
            points = random.normal(0, settings["equalizerDecibels"], 6)
            offsets = random.normal(0, settings["gainDecibels"]) + np.interp(np.linspace(0, 5, len(crop)), range(6), points)
            crop = crop + (offsets / 40).astype(np.float32)[:, None]
        return crop


def epoch(case, network, optimizer, crops, tracks, labels, classes):
    network.train()
    order = np.random.default_rng(1).permutation(len(tracks))
    steps = -(-len(order) // case["batch"])
    total, correct = 0.0, 0
    for batch in np.array_split(order, steps):
        x = torch.from_numpy(np.stack([crops.cut(tracks[i]) for i in batch]).astype(np.float32))
        target = torch.from_numpy(labels[batch])
        soft = F.one_hot(target, classes) * (1 - case["labelSmoothing"]) + case["labelSmoothing"] / classes
        optimizer.zero_grad()
        logits = network(x)
        loss = -(F.log_softmax(logits, 1) * soft / len(batch)).sum()
        loss.backward()
        if case["clip"]:
            torch.nn.utils.clip_grad_norm_(network.parameters(), case["clip"])
        optimizer.step()
        total += loss.item()
        correct += (logits.detach().argmax(1) == target).sum().item()
    return total / steps, correct / len(order)


def main(folder, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    print(json.dumps({"torch": torch.__version__}), flush=True)
    folder = pathlib.Path(folder)
    case = json.loads((folder / "case.json").read_text())
    tracks, labels = np.load(folder / "tracks.npy"), np.load(folder / "labels.npy").astype(np.int64)
    classes = int(labels.max()) + 1
    network, crops = build(case, classes), Crops(case, 1)
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=0.01)
    for _ in sys.stdin:
        start = time.process_time()
        epoch(case, network, optimizer, crops, tracks, labels, classes)
        print((time.process_time() - start) * 1000, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
