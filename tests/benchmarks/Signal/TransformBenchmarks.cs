using BenchmarkDotNet.Attributes;
using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Signal;

/// <summary>The parts of a mel spectrogram.</summary>
[MemoryDiagnoser]
public class TransformBenchmarks
{
    private const int MaxLength = 8192;

    private readonly float[] _samples = Noise(22050 * 30);
    private readonly float[] _power = new float[(MaxLength / 2) + 1];
    private readonly float[] _bands = new float[128];
    private RealFft _fft = new(2048);
    private WindowFunction _window = WindowFunction.Hann(2048);
    private readonly MelFilterBank _filters = MelFilterBank.For(new MelSettings());

    /// <summary>Points of the transform.</summary>
    [Params(512, 2048, MaxLength)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _fft = new RealFft(Length);
        _window = WindowFunction.Hann(Length);
    }

    [Benchmark]
    public void WindowedPowerSpectrum() => _fft.Power(_samples.AsSpan(0, Length), _window, _power.AsSpan(0, _fft.Bins));

    [Benchmark]
    public void MelProduct() => _filters.Apply(_power, _bands);

    [Benchmark]
    public FeatureMatrix MelOfThirtySeconds() => MelSpectrogram.Compute(_samples, new MelSettings { WindowLength = Length });

    private static float[] Noise(int length)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
