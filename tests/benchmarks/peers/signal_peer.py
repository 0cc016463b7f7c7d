"""Times other libraries for the signal benchmark.

Reads one request per line, "<operation> <hop> <repetitions>", and answers each with the least processor time in milliseconds, or with
"missing: <what>". The first line it writes says which libraries it found, as JSON. Everything runs on one thread.
Libraries may also lie where PYTHONPATH says, such as a checkout of librosa's sources.
"""
import importlib
import json
import os
import sys
import time
import wave

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

RATE, WINDOW, BANDS = 22050, 2048, 128


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


torch, torchaudio, librosa, np = load("torch"), load("torchaudio"), load("librosa"), load("numpy")
if torch:
    torch.set_num_threads(1)


def torchaudio_mel(path, hop):
    with wave.open(path) as clip:
        samples = torch.frombuffer(bytearray(clip.readframes(clip.getnframes())), dtype=torch.int16) / 32768
    transform = torchaudio.transforms.MelSpectrogram(
        sample_rate=RATE, n_fft=WINDOW, hop_length=hop, n_mels=BANDS, norm="slaney", mel_scale="slaney")
    with torch.no_grad():
        return lambda: transform(samples)


def librosa_mel(path, hop):
    samples, _ = librosa.load(path, sr=RATE)
    return lambda: librosa.feature.melspectrogram(y=samples, sr=RATE, n_fft=WINDOW, hop_length=hop, n_mels=BANDS)


def librosa_log_mel(path, hop):
    mel = librosa_mel(path, hop)
    return lambda: librosa.power_to_db(mel(), ref=np.max)


def librosa_mfcc(path, hop):
    samples, _ = librosa.load(path, sr=RATE)
    return lambda: librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=13, n_fft=WINDOW, hop_length=hop)


def librosa_nine(path, hop):
    """Nine features from one spectrogram, as far as librosa's functions take one."""
    samples, _ = librosa.load(path, sr=RATE)

    def run():
        magnitude = np.abs(librosa.stft(samples, n_fft=WINDOW, hop_length=hop))
        power = magnitude**2
        librosa.feature.mfcc(S=librosa.power_to_db(librosa.feature.melspectrogram(S=power, sr=RATE)), n_mfcc=13)
        librosa.feature.zero_crossing_rate(samples, frame_length=WINDOW, hop_length=hop)
        librosa.feature.rms(y=samples, frame_length=WINDOW, hop_length=hop)
        for feature in (librosa.feature.spectral_centroid, librosa.feature.spectral_bandwidth,
                        librosa.feature.spectral_contrast, librosa.feature.spectral_rolloff):
            feature(S=magnitude, sr=RATE)
        librosa.feature.spectral_flatness(S=magnitude)
        librosa.feature.chroma_stft(S=power, sr=RATE, tuning=0)

    return run


def librosa_load_mel(path, hop):
    def run():
        samples, _ = librosa.load(path, sr=RATE)
        librosa.feature.melspectrogram(y=samples, sr=RATE, n_fft=WINDOW, hop_length=hop, n_mels=BANDS)

    return run


OPERATIONS = {
    "torchaudio-mel": (torchaudio, torchaudio_mel),
    "librosa-load-mel": (librosa, librosa_load_mel),
    "librosa-log-mel": (librosa, librosa_log_mel),
    "librosa-mfcc": (librosa, librosa_mfcc),
    "librosa-nine": (librosa, librosa_nine),
}


def best_of(function, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best * 1000


def main(path):
    versions = {name: module.__version__ for name, module in (("torchaudio", torchaudio), ("librosa", librosa)) if module}
    print(json.dumps(versions), flush=True)
    prepared = {}
    for line in sys.stdin:
        name, hop, repetitions = line.split()
        module, prepare = OPERATIONS[name]
        if module is None:
            print(f"missing: {name.split('-')[0]}", flush=True)
            continue
        if (name, hop) not in prepared:
            prepared[name, hop] = prepare(path, int(hop))
            prepared[name, hop]()
        print(best_of(prepared[name, hop], int(repetitions)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
