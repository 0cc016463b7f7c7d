"""Loads a cnn2d's weights into the same network in PyTorch, answers for an input, and writes weights back. Usage: cnn2d.py WEIGHTS INPUT.npy ANSWER.npy WRITTEN"""
import json
import struct
import sys

import numpy as np
import torch
from torch import nn

TYPES = {"F32": np.float32, "I64": np.int64}


def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    return {
        name: torch.from_numpy(np.frombuffer(data[8 + length :][slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
        for name, entry in header.items()
        if name != "__metadata__"
    }


def write(path, tensors):
    header, values = {}, b""
    for name, tensor in tensors.items():
        data = tensor.numpy().tobytes()
        kind = "I64" if tensor.dtype == torch.int64 else "F32"
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(values), len(values) + len(data)]}
        values += data
    text = json.dumps(header).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + values)


class Cnn2d(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        layers, maps = [], 1
        for wider in channels:
            layers += [nn.Conv2d(maps, wider, 3, padding=1, bias=False), nn.BatchNorm2d(wider), nn.ReLU(), nn.MaxPool2d(2)]
            maps = wider
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(2 * maps, classes)

    def forward(self, x):
        maps = self.features(x.unsqueeze(1)).flatten(2)
        return self.classifier(torch.cat([maps.mean(2), maps.amax(2)], 1))


tensors = read(sys.argv[1])
state = {name: tensor for name, tensor in tensors.items() if not name.startswith("input.")}
channels = [tensor.shape[0] for name, tensor in state.items() if name.startswith("features.") and tensor.dim() == 4]
network = Cnn2d(sorted(channels), state["classifier.bias"].shape[0])
network.load_state_dict(state)
network.eval()
track = torch.from_numpy(np.load(sys.argv[2]))
scaled = (track - tensors["input.mean"][:, None]) * tensors["input.factor"][:, None]
with torch.no_grad():
    np.save(sys.argv[3], network(scaled[None]).softmax(1)[0].numpy())
write(sys.argv[4], {**tensors, **network.state_dict()})
