using System.IO.Compression;

namespace MicroGenre.Signal.Tests;

/// <summary>What librosa computed, and how near to it a feature must be.</summary>
internal static class Librosa
{
    private const double DecibelTolerance = 0.02;
    private const double RelativeTolerance = 1e-3;

    /// <summary>The arrays that <c>make_references.py</c> wrote of one signal, by the feature's name there.</summary>
    public static IReadOnlyDictionary<string, FeatureMatrix> ReferencesOf(string signal)
    {
        using var file = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Librosa", signal + ".npz"));
        return file.Entries.ToDictionary(entry => Path.GetFileNameWithoutExtension(entry.Name), Read, StringComparer.Ordinal);
    }

    /// <summary>
    /// Linear values relative to themselves and to the greatest, dB and cepstra absolutely, frequencies and tempi relatively.
    /// </summary>
    public static void AssertAgrees(FeatureMatrix expected, FeatureMatrix actual, FeatureSettings settings)
    {
        Assert.Equal((expected.Rows, expected.Frames), (actual.Rows, actual.Frames));
        var scale = expected.Values.Max(Math.Abs);
        for (var i = 0; i < expected.Values.Length; i++)
        {
            var (b, a) = (expected.Values[i], actual.Values[i]);
            var tolerance = settings switch
            {
                TempoSettings or SpectralCentroidSettings or SpectralBandwidthSettings or SpectralRolloffSettings =>
                    RelativeTolerance * Math.Abs(b),
                LogMelSettings or SpectralContrastSettings => DecibelTolerance,
                _ => (1e-5 * Math.Abs(b)) + (1e-6 * scale),
            };
            Assert.True(Math.Abs(a - b) <= tolerance,
                $"{settings.Feature}, row {i / expected.Frames}, frame {i % expected.Frames}: {a} instead of {b}");
        }
    }

    private static FeatureMatrix Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var array = Npy.ReadSingle(stream);
        return new FeatureMatrix(array.Shape[0], array.Shape[1], array.Values);
    }
}
