"""Computes features of made-up signals with librosa 0.11.0 and writes them to one .npz for each signal, beside this script.

    python3 make_references.py [FOLDER]

The tests make the same signals (TestSignals.cs): all are exact in integers, so that they are the same to the last bit. Made with NumPy 1,
whose transforms are in double precision.
"""
import sys
import warnings
from pathlib import Path

import librosa
import numpy as np

RATE = 22050
warnings.simplefilter("ignore")


def noise(length):
    samples, state = np.empty(length), 1
    for n in range(length):
        state = (1664525 * state + 1013904223) % 2**32
        samples[n] = (state >> 8) / 2**23 - 1
    return samples


def chirp(length):
    """A triangle wave whose frequency rises from 200 Hz by 1 Hz every 4 samples."""
    samples, phase = np.empty(length), 0
    for n in range(length):
        phase = (phase + 200 + n // 4) % RATE
        samples[n] = abs(2 * phase - RATE) / 11025 - 1
    return samples


def chords(length):
    """Three saw-tooth notes, a third of a semitone sharp, struck twice a second, on every second beat a fifth higher."""
    samples = np.empty(length)
    for n in range(length):
        beat, since = divmod(n, 11025)
        total = 0
        for hertz in (270, 340, 404) if beat % 2 == 0 else (404, 510, 606):
            total += 2 * (n * hertz % RATE) - RATE
        samples[n] = total / 3 / RATE * ((11025 - since) / 11025)
    return samples


SIGNALS = {
    "one-sample": np.full(1, 0.5),
    "shorter-than-a-window": noise(2047),
    "silence": np.zeros(5000),
    "square": np.where(np.arange(5000) // 50 % 2 == 0, 1.0, -1.0),
    "constant": np.ones(5000),
    "noise": noise(6000),
    "chirp": chirp(9000),
    "chords": chords(6 * RATE),
}


def mfcc(y, **settings):
    return librosa.feature.mfcc(y=y, sr=RATE, **settings)


def with_deltas(y):
    coefficients = mfcc(y, n_mfcc=13)
    return np.vstack([coefficients] + [librosa.feature.delta(coefficients, order=order) for order in (1, 2)])


FEATURES = {
    "spectrogram": lambda y: np.abs(librosa.stft(y, n_fft=512, hop_length=700)) ** 2,
    "mel": lambda y: librosa.feature.melspectrogram(y=y, sr=RATE, hop_length=1024),
    "mel-narrow": lambda y: librosa.feature.melspectrogram(y=y, sr=RATE, n_fft=1000, hop_length=400, n_mels=30, fmin=50, fmax=8000),
    "log-mel": lambda y: librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=RATE, hop_length=1024), ref=np.max),
    "mfcc": lambda y: mfcc(y, n_mfcc=20),
    "mfcc-deltas": with_deltas,
    "zero-crossing-rate": lambda y: librosa.feature.zero_crossing_rate(y),
    "rms": lambda y: librosa.feature.rms(y=y),
    "spectral-centroid": lambda y: librosa.feature.spectral_centroid(y=y, sr=RATE),
    "spectral-bandwidth": lambda y: librosa.feature.spectral_bandwidth(y=y, sr=RATE),
    "spectral-bandwidth-cubic": lambda y: librosa.feature.spectral_bandwidth(y=y, sr=RATE, p=3),
    "spectral-contrast": lambda y: librosa.feature.spectral_contrast(y=y, sr=RATE),
    "spectral-contrast-wide": lambda y: librosa.feature.spectral_contrast(y=y, sr=RATE, n_bands=4, fmin=100, quantile=0.1),
    "spectral-rolloff": lambda y: librosa.feature.spectral_rolloff(y=y, sr=RATE),
    "spectral-rolloff-high": lambda y: librosa.feature.spectral_rolloff(y=y, sr=RATE, roll_percent=0.95),
    "spectral-flatness": lambda y: librosa.feature.spectral_flatness(y=y),
    "chroma-stft": lambda y: librosa.feature.chroma_stft(y=y, sr=RATE),
    "chroma-stft-tuned": lambda y: librosa.feature.chroma_stft(y=y, sr=RATE, tuning=0.2),
    "onset-strength": lambda y: librosa.onset.onset_strength(y=y, sr=RATE)[np.newaxis],
    "tempo": lambda y: librosa.feature.tempo(y=y, sr=RATE)[np.newaxis],
    # As chroma_stft asks for it: of a power spectrogram.
    "tuning": lambda y: np.array([[librosa.estimate_tuning(S=np.abs(librosa.stft(y)) ** 2, sr=RATE)]]),
    "chroma-stft-odd-window": lambda y: librosa.feature.chroma_stft(y=y, sr=RATE, n_fft=1001, hop_length=500),
}

# Of the longest signal only what has few rows, so that the files stay small.
FEW_ROWS = {"rms", "spectral-contrast", "chroma-stft", "onset-strength", "tempo", "tuning", "mfcc-deltas", "chroma-stft-odd-window"}


# A single sample's spectrum is flat: which peaks tell the tuning is a matter of rounding, unless the transform has none.
ROUNDING = {("one-sample", "chroma-stft-odd-window")}


def main(folder):
    assert librosa.__version__ == "0.11.0", librosa.__version__
    for name, samples in SIGNALS.items():
        arrays = {}
        for feature, compute in FEATURES.items():
            if (name == "chords" and feature not in FEW_ROWS) or (name, feature) in ROUNDING:
                continue
            try:
                arrays[feature] = np.ascontiguousarray(compute(samples.astype(np.float32)), np.float32)
            except librosa.ParameterError as refusal:
                print(f"{name}, {feature}: {refusal}")
        np.savez_compressed(folder / f"{name}.npz", **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
