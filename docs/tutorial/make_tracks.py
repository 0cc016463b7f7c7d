"""Makes a small labelled collection of tracks: python3 make_tracks.py FOLDER

FOLDER/train and FOLDER/test each get a folder per "genre": organ (held chords) and drums (bursts of noise).
"""

import array
import math
import pathlib
import random
import sys
import wave

RATE = 22050
SECONDS = 10


def organ(dice):
    samples = []
    while len(samples) < RATE * SECONDS:
        root = 110 * 2 ** (dice.randrange(24) / 12)
        chord = [2 * math.pi * root * ratio / RATE for ratio in (1, 1.25, 1.5, 2)]
        samples += [sum(math.sin(step * i) for step in chord) / 5 for i in range(RATE)]
    return samples


def drums(dice):
    beat = dice.randrange(RATE // 5, RATE // 2)
    decay = dice.uniform(6, 14) / beat
    return [dice.uniform(-0.8, 0.8) * math.exp(-decay * (i % beat)) for i in range(RATE * SECONDS)]


def write(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(array.array("h", (int(32767 * sample) for sample in samples)).tobytes())


def main(folder):
    for genre, make in (("organ", organ), ("drums", drums)):
        dice = random.Random(genre)
        for number in range(12):
            part = "train" if number < 8 else "test"
            write(folder / part / genre / f"{genre}.{number}.wav", make(dice))


main(pathlib.Path(sys.argv[1]))
