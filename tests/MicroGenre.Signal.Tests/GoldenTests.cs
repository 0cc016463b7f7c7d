using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

/// <summary>Features of three real tracks against arrays that librosa 0.11.0 computed.</summary>
public sealed class GoldenTests
{
    private const double DecibelTolerance = 0.02;

    public static TheoryData<string> Tracks => new("blues.00010", "classical.00000", "metal.00000");

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_power_equals_librosa(string track) =>
        AssertLinear(Golden(track, "mel_power_hop1024"), MelSpectrogram.Compute(Samples(track), new MelSettings()));

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_decibels_equal_librosa(string track) =>
        AssertDecibels(Golden(track, "mel_db_refmax_hop1024"), LogMelSpectrogram.Compute(Samples(track), new LogMelSettings()));

    private static float[] Samples(string track)
    {
        var genre = track[..track.IndexOf('.', StringComparison.Ordinal)];
        var folder = SharedData.PathOf("data", "gtzan-audio", genre);
        return AudioFile.Read(Directory.GetFiles(folder, track + ".*").Single()).Samples;
    }

    private static FeatureMatrix Golden(string track, string feature) =>
        Npy.ReadMatrix(SharedData.PathOf("golden", "librosa-0.11.0", track, feature + ".npy"));

    private static void AssertLinear(FeatureMatrix expected, FeatureMatrix actual)
    {
        var scale = expected.Values.Max(Math.Abs);
        AssertWithin(expected, actual, value => (1e-5 * Math.Abs(value)) + (1e-6 * scale));
    }

    private static void AssertDecibels(FeatureMatrix expected, FeatureMatrix actual) => AssertWithin(expected, actual, _ => DecibelTolerance);

    private static void AssertWithin(FeatureMatrix expected, FeatureMatrix actual, Func<float, double> tolerance)
    {
        Assert.Equal((expected.Rows, expected.Frames), (actual.Rows, actual.Frames));
        for (var i = 0; i < expected.Values.Length; i++)
        {
            var (b, a) = (expected.Values[i], actual.Values[i]);
            Assert.True(Math.Abs(a - b) <= tolerance(b), $"row {i / expected.Frames}, frame {i % expected.Frames}: {a} instead of {b}");
        }
    }
}
