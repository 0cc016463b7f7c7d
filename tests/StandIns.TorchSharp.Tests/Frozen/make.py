"""Writes pytorch.json: what PyTorch computes for small inputs, weights and all, for the tests to compare with.

Run with any PyTorch: python3 make.py
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

cases = {}


def plain(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "data": [float(f"{v:.7g}") for v in tensor.flatten().tolist()]}


def layer(name, module, *shape, calls=1, pick=lambda out: out, call=None):
    """Output, input gradient, weight gradients and final state of a module whose output is summed with fixed weights."""
    torch.manual_seed(sum(map(ord, name)))
    for parameter in module.parameters():
        nn.init.uniform_(parameter, -0.5, 0.5)
    state = {k: v.clone() for k, v in module.state_dict().items()}
    x = torch.randn(*shape).requires_grad_()
    for _ in range(calls):
        out = pick((call or module)(x))
    ramp = torch.linspace(-1, 1, out.numel()).view_as(out)
    (out * ramp).sum().backward()
    cases[name] = {
        "input": plain(x),
        "output": plain(out),
        "inputGradient": plain(x.grad),
        **{"state." + k: plain(v) for k, v in state.items()},
        **{"after." + k: plain(v) for k, v in module.state_dict().items()},
        **{"gradient." + k: plain(v.grad) for k, v in module.named_parameters()},
    }


layer("linear", nn.Linear(5, 3), 4, 5)
layer("conv1d", nn.Conv1d(3, 4, 3, stride=2, padding=1, dilation=2), 2, 3, 15)
layer("conv1d-same", nn.Conv1d(2, 3, 4, padding="same"), 2, 2, 9)
layer("conv2d", nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 0), bias=False), 2, 2, 7, 6)
layer("conv2d-groups", nn.Conv2d(4, 4, 3, groups=2, padding=1), 1, 4, 5, 5)
layer("conv2d-reflect", nn.Conv2d(1, 2, 3, padding=1, padding_mode="reflect"), 1, 1, 5, 4)
layer("conv-transpose2d", nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1, output_padding=1), 2, 3, 4, 3)
layer("max-pool2d", nn.MaxPool2d((2, 3), padding=(1, 1), ceil_mode=True), 1, 2, 7, 8)
layer("avg-pool2d", nn.AvgPool2d(2, padding=1, count_include_pad=False), 1, 2, 5, 6)
layer("adaptive-avg-pool1d", nn.AdaptiveAvgPool1d(3), 2, 2, 7)
layer("adaptive-avg-pool2d", nn.AdaptiveAvgPool2d((2, 3)), 1, 2, 5, 7)
layer("batch-norm1d", nn.BatchNorm1d(3), 6, 3, calls=2)
layer("batch-norm1d-sequence", nn.BatchNorm1d(3, momentum=0.3), 4, 3, 5)
layer("batch-norm2d", nn.BatchNorm2d(2, eps=1e-3), 3, 2, 4, 3, calls=3)
layer("batch-norm2d-eval", nn.BatchNorm2d(2).eval(), 3, 2, 4, 3)
layer("leaky-relu", nn.LeakyReLU(0.2), 3, 4)
layer("tanh", nn.Tanh(), 3, 4)
layer("log-softmax", nn.LogSoftmax(1), 3, 4)
layer("lstm", nn.LSTM(4, 3, batch_first=True), 2, 5, 4, pick=lambda out: torch.cat([out[0].flatten(), out[1][0].flatten(), out[1][1].flatten()]))
layer("lstm-deep", nn.LSTM(3, 2, num_layers=2, bidirectional=True), 4, 2, 3, pick=lambda out: torch.cat([out[0].flatten(), out[1][0].flatten(), out[1][1].flatten()]))
layer("gru", nn.GRU(4, 3, batch_first=True), 2, 5, 4, pick=lambda out: torch.cat([out[0].flatten(), out[1].flatten()]))
layer("gru-deep", nn.GRU(3, 2, num_layers=2, bidirectional=True, bias=False), 4, 2, 3, pick=lambda out: torch.cat([out[0].flatten(), out[1].flatten()]))
layer("gru-cell", nn.GRUCell(4, 3), 2, 4)
layer("lstm-cell", nn.LSTMCell(4, 3), 2, 4, pick=lambda out: torch.cat(out))
layer("interpolate-nearest", nn.Upsample(scale_factor=2), 1, 2, 3, 4)
layer("interpolate-bilinear", nn.Upsample(size=(5, 6), mode="bilinear", align_corners=False), 1, 2, 3, 4)
layer("pad", nn.Identity(), 1, 2, 3, call=lambda x: F.pad(x, (1, 2), value=0.5))

torch.manual_seed(5)
logits = torch.randn(4, 3)
labels = torch.tensor([0, 2, 1, 2])
weights = torch.tensor([0.5, 1.0, 2.0])
soft = torch.softmax(torch.randn(4, 3), 1)
cases["losses"] = {
    "logits": plain(logits),
    "labels": plain(labels),
    "weights": plain(weights),
    "soft": plain(soft),
    "cross-entropy": plain(F.cross_entropy(logits, labels)),
    "cross-entropy-weighted": plain(F.cross_entropy(logits, labels, weight=weights)),
    "cross-entropy-smoothed": plain(F.cross_entropy(logits, labels, label_smoothing=0.1)),
    "cross-entropy-soft": plain(F.cross_entropy(logits, soft)),
    "cross-entropy-sum": plain(F.cross_entropy(logits, labels, reduction="sum")),
    "nll": plain(F.nll_loss(F.log_softmax(logits, 1), labels)),
    "mse": plain(F.mse_loss(logits, soft)),
    "l1": plain(F.l1_loss(logits, soft, reduction="none")),
    "kl": plain(F.kl_div(F.log_softmax(logits, 1), soft.log(), log_target=True)),
    "bce-logits": plain(F.binary_cross_entropy_with_logits(logits, soft)),
}


def optimizer(name, make, steps=6):
    """Where an optimiser takes two parameters that minimise a fixed, curved function."""
    torch.manual_seed(3)
    first, second = torch.randn(3, 2), torch.randn(4)
    a, b = nn.Parameter(first.clone()), nn.Parameter(second.clone())
    chosen = make([a, b])
    path = []
    for _ in range(steps):
        chosen.zero_grad()
        ((a ** 4).sum() + (b.sin() * 3).sum() + a.sum() * b.sum()).backward()
        chosen.step()
        path.append(torch.cat([a.flatten(), b]).detach().clone())
    cases[name] = {"first": plain(first), "second": plain(second), "path": plain(torch.stack(path))}


optimizer("adam", lambda p: torch.optim.Adam(p, lr=0.05))
optimizer("adam-decay", lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.99), weight_decay=0.1))
optimizer("adam-amsgrad", lambda p: torch.optim.Adam(p, lr=0.3, amsgrad=True))
optimizer("adamw", lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.2))
optimizer("sgd", lambda p: torch.optim.SGD(p, lr=0.02))
optimizer("sgd-momentum", lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.1))
optimizer("sgd-nesterov", lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True))

target = pathlib.Path(__file__).with_name("pytorch.json")
target.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()) + "\n}\n")
