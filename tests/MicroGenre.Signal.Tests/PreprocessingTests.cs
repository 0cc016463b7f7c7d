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
    public void Features_are_of_the_changed_clip_however_it_arrives()
    {
        var samples = new float[3 * Rate];
        Noise(Rate, 0.2).CopyTo(samples, Rate);
        var settings = new RmsSettings { Preprocess = new PreprocessSettings { Normalize = true, Trim = true } };
        var changed = settings.Preprocess.Apply(samples, Rate);
        Assert.Equal(1, changed.Max(Math.Abs), 1e-6);
        Assert.InRange(changed.Length, Rate, Rate + 4096);

        var plain = settings with { Preprocess = null };
        var features = FeatureExtractor.Extract(samples, plain, settings);
        Assert.Equal(Feature.Compute(samples, plain).Values, features[0].Values);
        Assert.Equal(Feature.Compute(changed, plain).Values, features[1].Values);
        Assert.Throws<ArgumentException>(() => new FeatureExtractor([settings]));
        Assert.Equal(settings, FeatureSettings.FromJson(settings.CanonicalJson()));
        Assert.DoesNotContain("preprocess", plain.CanonicalJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_are_shifted_or_noisy_and_the_same_each_time()
    {
        var samples = Noise(Rate, 0.2);
        var noisy = new PreprocessSettings { NoiseDecibels = 20 };
        Assert.Equal(noisy.Apply(samples, Rate), noisy.Apply(samples, Rate));
        var noise = noisy.Apply(samples, Rate).Zip(samples, (changed, sample) => changed - sample).ToArray();
        Assert.InRange(20 * Math.Log10(Level.Rms(samples) / Level.Rms(noise)), 19.5, 20.5);
        var other = noisy.Apply(samples.AsSpan(100), Rate).Zip(samples[100..], (changed, sample) => changed - sample);
        Assert.NotEqual(noise[..1000], other.Take(1000));
        Assert.Equal(samples.Length, new PreprocessSettings { Semitones = 2 }.Apply(samples, Rate).Length);
        Assert.Contains("semitones is 25", Assert.Throws<ArgumentException>(
            () => new PreprocessSettings { Semitones = 25 }.Apply(samples, Rate)).Message);
        Assert.Contains("no excerpt 'nonesuch'", Assert.Throws<ArgumentException>(
            () => new PreprocessSettings { Excerpt = "nonesuch" }.Apply(samples, Rate)).Message);
    }

    [Fact]
    public void A_stack_has_the_rows_of_its_parts_with_its_own_hop()
    {
        var samples = Noise(Rate, 0.5);
        var stack = new StackSettings
        {
            HopLength = 1000,
            Parts = [new SpectralCentroidSettings(), new RmsSettings(), new ChromaStftSettings { Tuning = 0 }, new MfccSettings()],
        };
        var features = Feature.Compute(samples, stack);

        Assert.Equal(1 + 1 + 12 + 13, stack.Rows);
        Assert.Equal(stack.Rows, features.Rows);
        Assert.Equal(Feature.Compute(samples, new RmsSettings { HopLength = 1000 }).Values, features.Row(1).ToArray());
        Assert.Equal(Feature.Compute(samples, new MfccSettings { HopLength = 1000 }).Row(0).ToArray(), features.Row(14).ToArray());
        Assert.Equal(stack, FeatureSettings.FromJson(stack.CanonicalJson()));
        Assert.Contains("at least", Assert.Throws<ArgumentException>(() => new StackSettings { HopLength = 0 }.Validate()).Message);
        Assert.Contains("1 to 32 features", Assert.Throws<ArgumentException>(() => new StackSettings().Validate()).Message);
        Assert.Contains("tuning", Assert.Throws<ArgumentException>(
            () => new StackSettings { Parts = [new ChromaStftSettings()] }.Validate()).Message);
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
