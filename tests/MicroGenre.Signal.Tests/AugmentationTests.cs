namespace MicroGenre.Signal.Tests;

public sealed class AugmentationTests
{
    private const int Rate = AudioFile.DefaultSampleRate;

    [Fact]
    public void Thirty_seconds_make_ten_slices_of_three()
    {
        var samples = Sine(440, 30.1);
        var slices = AudioAugmentation.Slices(samples, Rate);
        Assert.Equal(10, slices.Count);
        Assert.All(slices, slice => Assert.Equal(3 * Rate, slice.Length));
        Assert.Equal(samples[(3 * Rate)..(6 * Rate)], slices[1].ToArray());
        Assert.Empty(AudioAugmentation.Slices(new float[100], Rate));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Noise_lies_as_far_below_the_signal_as_asked(double decibels)
    {
        var samples = Sine(440, 2);
        var noisy = AudioAugmentation.AddNoise(samples, decibels, seed: 3);
        var noise = noisy.Zip(samples, (a, b) => a - b).ToArray();
        Assert.Equal(decibels, 20 * Math.Log10(Level.Rms(samples) / Level.Rms(noise)), 0.2);
        Assert.Equal(noisy, AudioAugmentation.AddNoise(samples, decibels, seed: 3));
        Assert.NotEqual(noisy, AudioAugmentation.AddNoise(samples, decibels, seed: 4));
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.5)]
    public void Stretching_changes_the_length_and_not_the_pitch(double rate)
    {
        var stretched = AudioAugmentation.TimeStretch(Sine(1000, 2), rate);
        Assert.Equal(2 * Rate / rate, stretched.Length, 1.0);
        Assert.Equal(1000, Frequency(stretched), 5.0);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-5)]
    [InlineData(0.5)]
    public void Shifting_changes_the_pitch_and_not_the_length(double semitones)
    {
        var shifted = AudioAugmentation.PitchShift(Sine(1000, 2), semitones);
        Assert.Equal(2 * Rate, shifted.Length);
        Assert.Equal(1000 * Math.Pow(2, semitones / 12), Frequency(shifted), 8.0);
    }

    [Fact]
    public void Masks_hide_at_most_what_they_may_and_depend_on_the_seed_alone()
    {
        var spectrogram = new FeatureMatrix(64, 200, [.. Enumerable.Range(0, 64 * 200).Select(i => (float)i)]);
        var settings = new SpectrogramMaskSettings(1, 8, 1, 20);
        for (var seed = 0; seed < 50; seed++)
        {
            var masked = SpectrogramAugmentation.Mask(spectrogram, settings, seed);
            var changed = masked.Values.Zip(spectrogram.Values).Count(pair => pair.First != pair.Second);
            Assert.InRange(changed, 0, (8 * 200) + (20 * 64));
            Assert.Equal(masked.Values, SpectrogramAugmentation.Mask(spectrogram, settings, seed).Values);
        }
    }

    [Fact]
    public void Mixup_weighs_both_by_a_draw_that_is_even_on_average()
    {
        var (zeros, ones) = (new FeatureMatrix(2, 3), new FeatureMatrix(2, 3, [1, 1, 1, 1, 1, 1]));
        var weights = Enumerable.Range(0, 2000).Select(seed => SpectrogramAugmentation.Mixup(ones, zeros, 0.4, seed)).ToArray();
        Assert.All(weights, mixed => Assert.All(mixed.Mix.Values, value => Assert.Equal(mixed.Weight, value, 1e-6)));
        Assert.Equal(0.5, weights.Average(mixed => mixed.Weight), 0.03);
        // The variance of Beta(a, a) is 1 / (4 (2a + 1)).
        Assert.Equal(1 / (4 * 1.8), weights.Average(mixed => Math.Pow(mixed.Weight - 0.5, 2)), 0.01);
        Assert.Throws<ArgumentException>(() => SpectrogramAugmentation.Mixup(ones, new FeatureMatrix(3, 2), 0.4, 1));
    }

    [Fact]
    public void The_papers_vectors_have_their_lengths_and_meanings()
    {
        var slice = Sine(1000, 3);
        var crossings = PaperFeatures.ZeroCrossingVector(slice);
        Assert.Equal(30, crossings.Length);
        Assert.All(crossings, rate => Assert.Equal(2000.0 / Rate, rate, 1e-3));

        var vector = PaperFeatures.MfccVector(slice);
        var mfcc = Feature.Compute(slice, new MfccSettings { Coefficients = 30 });
        Assert.Equal(60, vector.Length);
        Assert.Equal(mfcc.Row(4).ToArray().Average(), vector[4], 1e-3);
        Assert.True(vector[34..].All(variance => variance >= 0));

        Assert.Equal((13, 14), (PaperFeatures.HierarchicalWithoutC0.Rows, PaperFeatures.HierarchicalWithC0.Rows));
    }

    private static double Frequency(float[] samples)
    {
        var centroid = Feature.Compute(samples, new SpectralCentroidSettings());
        return centroid[0, centroid.Frames / 2];
    }

    private static float[] Sine(double frequency, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(n => (float)Math.Sin(2 * Math.PI * frequency * n / Rate))];
}
