namespace MicroGenre.Signal;

/// <summary>How much of a spectrogram <see cref="SpectrogramAugmentation.Mask"/> hides (SpecAugment, Park et al. 2019).</summary>
/// <param name="FrequencyMasks">Number of masked ranges of rows.</param>
/// <param name="MaxFrequencyWidth">Maximum width of such a range, in rows.</param>
/// <param name="TimeMasks">Number of masked ranges of frames.</param>
/// <param name="MaxTimeWidth">Maximum width of such a range, in frames.</param>
public sealed record SpectrogramMaskSettings(int FrequencyMasks = 2, int MaxFrequencyWidth = 16, int TimeMasks = 2, int MaxTimeWidth = 40);

/// <summary>Changes spectrograms for training. Random changes take a seed.</summary>
/// <example><code>
/// var mel = LogMelSpectrogram.Compute(AudioFile.Read("song.mp3").Samples, new LogMelSettings());
/// var masked = SpectrogramAugmentation.Mask(mel, new SpectrogramMaskSettings(), seed: 1);
/// </code></example>
public static class SpectrogramAugmentation
{
    /// <summary>Returns a copy with random ranges of rows and frames replaced by the spectrogram's mean.</summary>
    public static FeatureMatrix Mask(FeatureMatrix spectrogram, SpectrogramMaskSettings settings, int seed)
    {
        var random = new Random(seed);
        var masked = new FeatureMatrix(spectrogram.Rows, spectrogram.Frames, [.. spectrogram.Values]);
        var mean = spectrogram.Values.Length == 0 ? 0 : (float)spectrogram.Values.Average(value => (double)value);
        for (var mask = 0; mask < settings.FrequencyMasks; mask++)
        {
            var (first, count) = Pick(random, masked.Rows, settings.MaxFrequencyWidth);
            masked.Values.AsSpan(first * masked.Frames, count * masked.Frames).Fill(mean);
        }

        for (var mask = 0; mask < settings.TimeMasks; mask++)
        {
            var (first, count) = Pick(random, masked.Frames, settings.MaxTimeWidth);
            for (var row = 0; row < masked.Rows; row++)
            {
                masked.Row(row).Slice(first, count).Fill(mean);
            }
        }

        return masked;
    }

    /// <summary>Mixes two spectrograms of the same shape (mixup, Zhang et al. 2018). Mix their labels with the same weight.</summary>
    /// <param name="first">A spectrogram, <c>[rows, frames]</c>.</param>
    /// <param name="second">Another spectrogram of the same shape.</param>
    /// <param name="alpha">The weight is drawn from Beta(alpha, alpha): the greater it is, the more even the mix.</param>
    /// <param name="seed">Seed of the weight.</param>
    /// <returns>The mix, and the weight of <paramref name="first"/> in it.</returns>
    public static (FeatureMatrix Mix, double Weight) Mixup(FeatureMatrix first, FeatureMatrix second, double alpha, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        if ((first.Rows, first.Frames) != (second.Rows, second.Frames))
        {
            throw new ArgumentException(
                $"Cannot mix a spectrogram of {first.Rows} × {first.Frames} with one of {second.Rows} × {second.Frames}.",
                    nameof(second));
        }

        var weight = new Random(seed).NextBeta(alpha);
        var mix = new FeatureMatrix(first.Rows, first.Frames);
        for (var i = 0; i < mix.Values.Length; i++)
        {
            mix.Values[i] = (float)((weight * first.Values[i]) + ((1 - weight) * second.Values[i]));
        }

        return (mix, weight);
    }

    private static (int First, int Count) Pick(Random random, int available, int widest)
    {
        var count = random.Next(Math.Min(widest, available) + 1);
        return (random.Next(available - count + 1), count);
    }
}
