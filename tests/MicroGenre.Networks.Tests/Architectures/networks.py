"""The networks as PyTorch programs: what the C# ones are compared with, in make.py for their numbers and in the benchmarks for their time."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class LstmStack(nn.Module):
    def __init__(self, features, units, bidirectional=False):
        super().__init__()
        self.layers = nn.ModuleList()
        for size in units:
            self.layers.append(nn.LSTM(features, size, batch_first=True, bidirectional=bidirectional))
            features = size * (2 if bidirectional else 1)
        self.size = features

    def forward(self, x, start=None):
        for layer in self.layers:
            state = None if start is None else (start[None], torch.zeros_like(start)[None])
            x, (hidden, _) = layer(x, state)
            start = None
        return x, hidden.transpose(0, 1).flatten(1)


class Lstm(nn.Module):
    def __init__(self, rows, units, classes, bidirectional=False):
        super().__init__()
        self.lstm = LstmStack(rows, units, bidirectional)
        self.classifier = nn.Linear(self.lstm.size, classes)

    def forward(self, x):
        return self.classifier(self.lstm(x.transpose(1, 2))[1])


class DeepFeatureLstm(nn.Module):
    def __init__(self, features, units, classes):
        super().__init__()
        self.lstm = LstmStack(features, [units])
        self.norm = nn.BatchNorm1d(units)
        self.classifier = nn.Linear(units, classes)

    def forward(self, x):
        return self.classifier(self.norm(self.lstm(x.transpose(1, 2))[1]))


class LastStateGru(nn.Module):
    def __init__(self, rows, units):
        super().__init__()
        self.layer = nn.GRU(rows, units, batch_first=True)

    def forward(self, x):
        return self.layer(x)[1][0]


class SkipGru(nn.Module):
    def __init__(self, rows, units, skip):
        super().__init__()
        self.cell, self.skip, self.units = nn.GRUCell(rows, units), skip, units

    def forward(self, x):
        states = [torch.zeros(x.shape[0], self.units)]
        for t in range(x.shape[1]):
            start = states[-1] if t < self.skip else (states[-1] + states[-self.skip]) / 2
            states.append(self.cell(x[:, t], start))
        return states[-1]


class Gru(nn.Module):
    def __init__(self, gru, units, dense, classes):
        super().__init__()
        self.gru, self.fc1, self.fc2 = gru, nn.Linear(units, dense), nn.Linear(dense, classes)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(self.gru(x.transpose(1, 2)))))


class Cnn1d(nn.Module):
    def __init__(self, rows, channels, kernel, pool, spans, dense, classes):
        super().__init__()
        layers = []
        for maps in channels:
            layers += [nn.Conv1d(rows, maps, kernel, padding=kernel // 2), nn.ReLU(), nn.AvgPool1d(pool), nn.BatchNorm1d(maps), nn.Dropout(0)]
            rows = maps
        self.features, self.spans = nn.Sequential(*layers), nn.AdaptiveAvgPool1d(spans)
        self.fc1, self.fc2 = nn.Linear(rows * spans, dense), nn.Linear(dense, classes)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(self.spans(self.features(x)).flatten(1))))


class Cnn2d(nn.Module):
    def __init__(self, channels, classes, dropout=0):
        super().__init__()
        layers, inputs = [], 1
        for maps in channels:
            layers += [nn.Conv2d(inputs, maps, 3, padding=1, bias=False), nn.BatchNorm2d(maps), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
            inputs = maps
        self.features, self.classifier, self.dropout = nn.Sequential(*layers), nn.Linear(2 * inputs, classes), nn.Dropout(dropout)

    def forward(self, x):
        maps = self.features(x[:, None])
        return self.classifier(self.dropout(torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)))


class CalmCnn(nn.Module):
    def __init__(self, maps, pools):
        super().__init__()
        layers, inputs = [], 1
        for pool in pools:
            layers += [nn.Conv2d(inputs, maps, 3, padding=1), nn.ReLU(), nn.MaxPool2d(pool), nn.Dropout(0)]
            inputs = maps
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x[:, None]).flatten(1, 2).transpose(1, 2)


class CalmCnnClassifier(nn.Module):
    def __init__(self, maps, pools, features, classes):
        super().__init__()
        self.features, self.classifier = CalmCnn(maps, pools), nn.Linear(features, classes)

    def forward(self, x):
        return self.classifier(self.features(x).mean(1))


class LstmAutoencoder(nn.Module):
    def __init__(self, features, encoder, decoder, embedding):
        super().__init__()
        self.encoder, self.embedding = LstmStack(features, encoder), nn.Linear(encoder[-1], embedding)
        self.start, self.decoder = nn.Linear(embedding, decoder[0]), LstmStack(1, decoder)
        self.output = nn.Linear(decoder[-1], features)

    def forward(self, x):
        code = torch.tanh(self.embedding(self.encoder(x)[1]))
        return self.output(self.decoder(torch.zeros(*x.shape[:2], 1), torch.tanh(self.start(code)))[0])


class FeedForward(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, x):
        x = self.layers[0](x)
        for layer in self.layers[1:]:
            x = layer(F.leaky_relu(x))
        return x


def picture(x):
    stops = np.array([[0, 0, 0.02], [0.32, 0.07, 0.48], [0.72, 0.22, 0.47], [0.99, 0.54, 0.38], [0.99, 0.99, 0.75]])
    palette = torch.from_numpy(np.stack([np.interp(np.linspace(0, 4, 256), range(5), channel) for channel in stops.T], 1)).to(x.dtype)
    pixels = F.interpolate(x[:, None].flip(2), (288, 432), mode="bilinear", align_corners=False)
    levels = ((pixels + 1) * 127.5).round().clamp(0, 255).long()
    return palette[levels[:, 0]].permute(0, 3, 1, 2)


class LeNet(nn.Module):
    def __init__(self, first, second, dense, classes):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, first, 5), nn.Conv2d(first, second, 5)
        self.fc1, self.fc2 = nn.Linear(second * 15 * 24, dense), nn.Linear(dense, classes)

    def forward(self, x):
        return self.classify(F.avg_pool2d(picture(x), 4))

    def classify(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class PictureAutoencoder(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(3, channels, 4, 2, 1), nn.Tanh(), nn.Conv2d(channels, 3, 4, 2, 1), nn.Tanh())
        self.decoder = nn.Sequential(nn.ConvTranspose2d(3, channels, 4, 2, 1), nn.Tanh(), nn.ConvTranspose2d(channels, 3, 4, 2, 1))

    def forward(self, x):
        return self.decoder(self.encoder(x))


class LeNetAutoencoder(nn.Module):
    def __init__(self, channels, lenet):
        super().__init__()
        self.autoencoder, self.network = PictureAutoencoder(channels), lenet

    def forward(self, x):
        x = picture(x)
        code = self.autoencoder.encoder(x)
        self.auxiliary = F.mse_loss(self.autoencoder.decoder(code), x)
        return self.network.classify(code)


def imagenet(x):
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    return ((x[:, None] + 1) / 2 - mean) / deviation


class Vgg16(nn.Module):
    def __init__(self, channels, head, classes):
        super().__init__()
        layers, inputs = [], 3
        for maps, count in zip(channels, (2, 2, 3, 3, 3)):
            for _ in range(count):
                layers += [nn.Conv2d(inputs, maps, 3, padding=1), nn.ReLU()]
                inputs = maps
            layers.append(nn.MaxPool2d(2))
        self.features, self.avgpool = nn.Sequential(*layers), nn.AdaptiveAvgPool2d(7)
        layers, inputs = [], inputs * 49
        for units in head:
            layers += [nn.Linear(inputs, units), nn.ReLU(), nn.Dropout(0)]
            inputs = units
        self.classifier = nn.Sequential(*layers, nn.Linear(inputs, classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(imagenet(x))).flatten(1))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        change = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)), inplace=True)))
        return F.relu(change.add_(x if self.downsample is None else self.downsample(x)), inplace=True)


class ResNet34(nn.Module):
    def __init__(self, channels, blocks, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, channels[0], 7, 2, 3, bias=False), nn.BatchNorm2d(channels[0])
        inputs = channels[0]
        for i, (maps, count) in enumerate(zip(channels, blocks)):
            stage = [Block(inputs if j == 0 else maps, maps, 2 if i and j == 0 else 1) for j in range(count)]
            setattr(self, f"layer{i + 1}", nn.Sequential(*stage))
            inputs = maps
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(imagenet(x))), inplace=True), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))
