using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Signal.Tests;

public sealed class PreprocessingTests
{
    private const int Rate = AudioFile.DefaultSampleRate;

    [Fact]
    public void Normalised_samples_have_the_level_asked_for() =>
        Prop.ForAll(Gen.Choose(1, 100).ToArbitrary(), Gen.Choose(1, 3000).ToArbitrary(), (percent, length) =>
        {
            var samples = Noise(length, percent / 100.0);
            Level.NormalizePeak(samples, 0.5);
            Assert.Equal(0.5, samples.Max(Math.Abs), 1e-6);
            Level.NormalizeRms(samples, 0.2);
            Assert.Equal(0.2, Math.Sqrt(samples.Average(sample => (double)sample * sample)), 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Silence_stays_silence()
    {
        var samples = new float[10];
        Level.NormalizePeak(samples);
        Level.NormalizeRms(samples);
        Level.RemoveDc(samples);
        Assert.All(samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void The_mean_is_removed_and_what_is_not_finite_too()
    {
        float[] samples = [1, float.NaN, 3, float.PositiveInfinity];
        Assert.Equal(2, Level.RemoveNonFinite(samples));
        Assert.Equal([1, 0, 3, 0], samples);
        Level.RemoveDc(samples);
        Assert.Equal([0, -1, 2, -1], samples);
    }

    [Fact]
    public void A_gain_is_in_decibels()
    {
        float[] samples = [0.1f];
        Level.ApplyGain(samples, 20);
        Assert.Equal(1, samples[0], 1e-6);
    }

    [Fact]
    public void Trimming_keeps_the_music_and_no_more_than_a_frame_around_it()
    {
        var samples = new float[3 * Rate];
        Noise(Rate, 0.5).CopyTo(samples, Rate);
        var range = Silence.Trim(samples);
        Assert.InRange(range.Start.Value, Rate - 2048, Rate);
        Assert.InRange(range.End.Value, 2 * Rate, (2 * Rate) + 2048);
        Assert.Equal(..0, Silence.Trim(new float[1000]));
        Assert.Equal(..0, Silence.Trim([]));
    }

    [Fact]
    public void Spectra_become_the_samples_again()
    {
        var samples = Noise(9000, 1);
        var frames = new SpectrogramSettings();
        var back = ComplexSpectrogram.Of(samples, frames).ToSamples(frames, samples.Length);
        Assert.All(samples.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void A_gate_lowers_steady_noise_and_leaves_the_tone()
    {
        // A tone that comes and goes over steady noise.
        var noise = Noise(4 * Rate, 0.02);
        var tone = Enumerable.Range(0, 4 * Rate).Select(n => n / Rate % 2 == 1 ? 0.5f * (float)Math.Sin(2 * Math.PI * 440 * n / Rate) : 0)
            .ToArray();
        var gated = NoiseGate.Apply([.. noise.Zip(tone, (a, b) => a + b)]);
        Assert.Equal(noise.Length, gated.Length);
        Assert.True(Rms(gated.AsSpan(2000, Rate - 6000)) < 0.4 * Rms(noise), "the noise alone");
        Assert.Equal(Rms(tone.AsSpan(Rate + 5000, 10000)), Rms(gated.AsSpan(Rate + 5000, 10000)), 0.02);
    }

    private static double Rms(ReadOnlySpan<float> samples) => Level.Rms(samples);

    private static float[] Noise(int length, double amplitude)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(amplitude * ((2 * random.NextDouble()) - 1)))];
    }
}
