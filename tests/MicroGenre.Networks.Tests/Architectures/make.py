"""Writes pytorch.json: outputs and gradients of the networks as PyTorch programs, in small sizes, for the tests to compare with.

Weights and inputs follow from a formula (see `fill` and NetworkTests.cs), so that only results are stored. Run with any PyTorch: python3 make.py
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from networks import (
    CalmCnnClassifier, Cnn1d, Cnn2d, DeepFeatureLstm, FeedForward, Gru, LastStateGru, LeNet, LeNetAutoencoder, Lstm, LstmAutoencoder, PictureAutoencoder,
    ResNet34, SkipGru, Vgg16,
)

torch.set_default_dtype(torch.float64)


def wave(count, phase, step):
    return torch.from_numpy(np.sin(phase + step * np.arange(count)))


def fill(network):
    """A wave per parameter, its phase from the letters of its name, its height from its fan-in."""
    with torch.no_grad():
        for name, p in network.named_parameters():
            values = wave(p.numel(), sum(map(ord, name)) % 101, 0.7).view_as(p)
            if p.dim() > 1:
                p.copy_(values / math.sqrt(p.numel() / p.shape[0]))
            else:
                p.copy_(values * 0.1 + (1 if name.endswith("weight") else 0))


def plain(tensor):
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


cases = {}


def case(name, network, shape, loss=None):
    fill(network)
    x = wave(math.prod(shape), 0.3, 0.11).view(shape)
    output = network(x)
    target = torch.arange(output.shape[0]) % output.shape[1]
    ((loss(output, x) if loss else F.cross_entropy(output, target)) + getattr(network, "auxiliary", 0)).backward()
    cases[name] = {"input": {"shape": list(shape), "data": []}, "output": plain(output), **{k: plain(p.grad) for k, p in network.named_parameters()}}


def root_mean_square(output, x):
    return F.mse_loss(output, x).sqrt()


case("lstm", Lstm(4, [5, 3], 3), (2, 4, 9))
case("lstm-bidirectional", Lstm(4, [3, 2], 3, bidirectional=True), (2, 4, 7))
case("lstm-features", DeepFeatureLstm(1, 4, 3), (3, 1, 8))
case("gru", Gru(LastStateGru(4, 5), 5, 4, 3), (2, 4, 9))
case("skip-gru", Gru(SkipGru(4, 5, 3), 5, 4, 3), (2, 4, 9))
case("cnn1d", Cnn1d(4, [3, 4, 3], 5, 2, 3, 4, 3), (3, 4, 37))
case("cnn2d", Cnn2d([2, 3], 3), (2, 9, 11))
case("calm-cnn", CalmCnnClassifier(3, [(2, 2), (2, 3), (4, 1)], 3, 3), (2, 17, 14))
case("lstm-autoencoder", LstmAutoencoder(3, [5, 4, 2], [4, 5], 2), (2, 6, 3), root_mean_square)
case("feed-forward", FeedForward(5, 6, 4, 3), (4, 5))
case("lenet", LeNet(3, 4, 6, 3), (2, 16, 21))
case("lenet-autoencoder", LeNetAutoencoder(2, LeNet(2, 3, 4, 3)), (2, 16, 21))
case("picture-autoencoder", PictureAutoencoder(2), (1, 3, 8, 12), root_mean_square)
case("vgg16", Vgg16([2, 2, 3, 3, 2], [4, 3], 3), (2, 32, 40))
case("resnet34", ResNet34([2, 3, 3, 4], [3, 4, 6, 3], 3), (2, 64, 70))

target = pathlib.Path(__file__).with_name("pytorch.json")
target.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()) + "\n}\n")
