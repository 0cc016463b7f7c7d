using System.Diagnostics;
using System.Globalization;
using MicroGenre.Signal;
using NAudio.Wave;

namespace MicroGenre.Benchmarks.Signal;

/// <summary>Features of a 30 s clip against torchaudio and librosa, in turn in one run, each on one thread and in processor time.</summary>
internal static class SignalBenchmark
{
    private const int Rounds = 9;
    private const int Repetitions = 15;
    private const int Rate = 22050;
    private const int Seconds = 30;
    private const int BatchFiles = 64;

    public static BenchmarkReport Run()
    {
        var folder = Directory.CreateTempSubdirectory("microgenre-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "clip.wav");
            WriteClip(path);
            using var peer = PythonPeer.Start("signal_peer.py", path);
            return new BenchmarkReport("signal", BenchmarkReport.ThisMachine, DateTimeOffset.UtcNow, [.. Lines(path, peer)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<BenchmarkLine> Lines(string path, PythonPeer peer)
    {
        var samples = AudioFile.Read(path).Samples;
        foreach (var hop in new[] { 1024, 512 })
        {
            var settings = new MelSettings { HopLength = hop };
            yield return Compare($"mel, hop {hop}", () => MelSpectrogram.Compute(samples, settings), peer, "torchaudio-mel", hop);
        }

        yield return Compare(
            "WAV decode + mel, hop 1024", () => FeatureExtractor.Extract(() => AudioFile.Open(path), [new MelSettings()]), peer,
                "librosa-load-mel", 1024);
        yield return PowerSpectrum(samples);
        yield return Compare("log-mel, hop 1024", () =>
            LogMelSpectrogram.Compute(samples, new LogMelSettings()), peer, "librosa-log-mel", 1024);
        yield return Compare("13 MFCC, hop 512", () => Feature.Compute(samples, new MfccSettings()), peer, "librosa-mfcc", 512);
        FeatureSettings[] all =
        [
            new MfccSettings(), new ZeroCrossingRateSettings(), new RmsSettings(), new SpectralCentroidSettings(),
                new SpectralBandwidthSettings(),
            new SpectralContrastSettings(), new SpectralRolloffSettings(), new SpectralFlatnessSettings(), new ChromaStftSettings
            {
                Tuning = 0,
            },
        ];
        yield return Compare("nine features in one pass, hop 512", () => FeatureExtractor.Extract(samples, all), peer, "librosa-nine", 512);
        yield return Compare("resample 44.1 kHz to 22.05 kHz", () =>
            Resampler.Resample(samples, 44100, 22050), peer, peerOperation: null, 0);
        yield return BatchEfficiency(path);
    }

    private static BenchmarkLine Compare(string operation, Action ours, PythonPeer peer, string? peerOperation, int hop)
    {
        ours();
        var oursTimes = new List<double>();
        var peerTimes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            oursTimes.Add(Best(ours));
            if (peerOperation is not null && Ask(peer, peerOperation, hop) is { } milliseconds)
            {
                peerTimes.Add(milliseconds);
            }
        }

        var library = peerOperation?[..peerOperation.IndexOf('-', StringComparison.Ordinal)];
        return peerTimes.Count > 0
            ? new BenchmarkLine(operation, Median(oursTimes), "ms", Median(peerTimes), $"{library} {peer.Versions[library!]}")
            : new BenchmarkLine(operation, Median(oursTimes), "ms", Note: library is null ? null : $"{library} is not installed");
    }

    // The least time of some repetitions, in milliseconds, where the library is installed.
    private static double? Ask(PythonPeer peer, string operation, int hop) =>
        peer.Versions.ContainsKey(operation[..operation.IndexOf('-', StringComparison.Ordinal)])
        ? double.Parse(peer.Ask($"{operation} {hop} {Repetitions}"), CultureInfo.InvariantCulture)
        : null;

    /// <summary>Window, transform and power of one frame against the time that its arithmetic alone would take.</summary>
    private static BenchmarkLine PowerSpectrum(float[] samples)
    {
        const int frames = 1000;
        const double microseconds = 1000;
        var (fft, window, power) = (new RealFft(2048), WindowFunction.Hann(2048), new float[1025]);
        var (times, bounds) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            times.Add(microseconds / frames * Best(() =>
            {
                for (var frame = 0; frame < frames; frame++)
                {
                    fft.Power(samples.AsSpan(frame * 512, 2048), window, power);
                }
            }));
            bounds.Add(microseconds * PeakArithmetic.OperationsPerFrame / PeakArithmetic.Measure());
        }

        return new BenchmarkLine("power spectrum of one frame", Median(times), "µs", Median(bounds), "arithmetic alone",
            $"{PeakArithmetic.OperationsPerFrame:0} operations");
    }

    /// <summary>
    /// How much of the cores' time a batch turns into speed: 100 % when p cores are p times as fast as one. On a machine that does other
    /// work, too, the cores are not there to be used; the processor time that the batch takes tells what it would be on an idle one.
    /// </summary>
    private static BenchmarkLine BatchEfficiency(string path)
    {
        var cores = Environment.ProcessorCount;
        var paths = Enumerable.Repeat(path, BatchFiles).ToArray();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (One: Batch(paths, 1), All: Batch(paths, cores))).ToList();
        var elapsed = Median([.. rounds.Select(round => round.One.Elapsed / (round.All.Elapsed * cores))]);
        var processor = Median([.. rounds.Select(round => round.One.Processor / round.All.Processor)]);
        var share = Median([.. rounds.Select(round => round.All.Processor / round.All.Elapsed)]);
        return new BenchmarkLine(
            "batch efficiency on all cores", 100 * elapsed, "%",
            Note: $"{BatchFiles} files; by processor time {100 * processor:0} %, with {share:0.0} of {cores} cores to be had");
    }

    private static (double Elapsed, double Processor) Batch(string[] paths, int parallelism)
    {
        var (clock, processor) = (Stopwatch.StartNew(), ProcessorTime.Milliseconds);
        ConsumeAsync().GetAwaiter().GetResult();
        return (clock.Elapsed.TotalMilliseconds, ProcessorTime.Milliseconds - processor);

        async Task ConsumeAsync()
        {
            await foreach (var item in FeatureBatch.ExtractAsync(paths, [new MelSettings { HopLength = 512 }], parallelism))
            {
                _ = item.Error is null ? item : throw item.Error;
            }
        }
    }

    private static double Best(Action action)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repetitions; i++)
        {
            var start = ProcessorTime.Milliseconds;
            action();
            best = Math.Min(best, ProcessorTime.Milliseconds - start);
        }

        return best;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>A clip with tones and noise, 16-bit mono.</summary>
    private static void WriteClip(string path)
    {
        var random = new Random(1);
        var samples = new float[Rate * Seconds];
        for (var i = 0; i < samples.Length; i++)
        {
            var tones = Math.Sin(2 * Math.PI * 220 * i / Rate) + Math.Sin(2 * Math.PI * (330 + (i / 2000 % 400)) * i / Rate);
            samples[i] = (float)((0.3 * tones) + (0.1 * ((2 * random.NextDouble()) - 1)));
        }

        using var writer = new WaveFileWriter(path, new WaveFormat(Rate, 16, 1));
        writer.WriteSamples(samples, 0, samples.Length);
    }
}
