using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

/// <summary>Features of three real tracks against arrays that librosa 0.11.0 computed.</summary>
public sealed class GoldenTests
{
    private const double DecibelTolerance = 0.02;
    private const double RelativeTolerance = 1e-3;

    public static TheoryData<string> Tracks => new("blues.00010", "classical.00000", "metal.00000");

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_power(string track) => AssertLinear(track, "mel_power_hop1024", new MelSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_decibels(string track) => AssertDecibels(track, "mel_db_refmax_hop1024", new LogMelSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Thirteen_mfcc(string track) => AssertDecibels(track, "mfcc13_hop512", new MfccSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Thirty_mfcc(string track) => AssertDecibels(track, "mfcc30_hop512", new MfccSettings { Coefficients = 30 });

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Zero_crossing_rate(string track) => AssertLinear(track, "zero_crossing_rate", new ZeroCrossingRateSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Rms(string track) => AssertLinear(track, "rms", new RmsSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_centroid(string track) => AssertRelative(track, "spectral_centroid", new SpectralCentroidSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_bandwidth(string track) => AssertRelative(track, "spectral_bandwidth", new SpectralBandwidthSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_rolloff(string track) => AssertRelative(track, "spectral_rolloff", new SpectralRolloffSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_contrast(string track) => AssertDecibels(track, "spectral_contrast", new SpectralContrastSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_flatness(string track) => AssertLinear(track, "spectral_flatness", new SpectralFlatnessSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Chroma(string track) => AssertLinear(track, "chroma_stft_tuning0", new ChromaStftSettings { Tuning = 0 });

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Magnitude(string track)
    {
        var expected = Golden(track, "stft_magnitude_first8_hop1024");
        var actual = Feature.Compute(Samples(track), new SpectrogramSettings { HopLength = 1024, Power = 1 });
        AssertLinear(expected, actual.Slice(0, expected.Frames));
    }

    private static float[] Samples(string track)
    {
        var genre = track[..track.IndexOf('.', StringComparison.Ordinal)];
        var folder = SharedData.PathOf("data", "gtzan-audio", genre);
        return AudioFile.Read(Directory.GetFiles(folder, track + ".*").Single()).Samples;
    }

    private static FeatureMatrix Golden(string track, string feature) =>
        Npy.ReadMatrix(SharedData.PathOf("golden", "librosa-0.11.0", track, feature + ".npy"));

    private static void AssertLinear(string track, string golden, FeatureSettings settings) =>
        AssertLinear(Golden(track, golden), Feature.Compute(Samples(track), settings));

    private static void AssertLinear(FeatureMatrix expected, FeatureMatrix actual)
    {
        var scale = expected.Values.Max(Math.Abs);
        AssertWithin(expected, actual, value => (1e-5 * Math.Abs(value)) + (1e-6 * scale));
    }

    private static void AssertDecibels(string track, string golden, FeatureSettings settings) =>
        AssertWithin(Golden(track, golden), Feature.Compute(Samples(track), settings), _ => DecibelTolerance);

    private static void AssertRelative(string track, string golden, FeatureSettings settings) =>
        AssertWithin(Golden(track, golden), Feature.Compute(Samples(track), settings), value => RelativeTolerance * Math.Abs(value));

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
