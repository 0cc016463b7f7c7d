using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

/// <summary>Features of three real tracks against arrays that librosa 0.11.0 computed.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Tracks => new("blues.00010", "classical.00000", "metal.00000");

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_power(string track) => AssertAgrees(track, "mel_power_hop1024", new MelSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Mel_decibels(string track) => AssertAgrees(track, "mel_db_refmax_hop1024", new LogMelSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Thirteen_mfcc(string track) => AssertAgrees(track, "mfcc13_hop512", new MfccSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Thirty_mfcc(string track) => AssertAgrees(track, "mfcc30_hop512", new MfccSettings { Coefficients = 30 });

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Zero_crossing_rate(string track) => AssertAgrees(track, "zero_crossing_rate", new ZeroCrossingRateSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Rms(string track) => AssertAgrees(track, "rms", new RmsSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_centroid(string track) => AssertAgrees(track, "spectral_centroid", new SpectralCentroidSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_bandwidth(string track) => AssertAgrees(track, "spectral_bandwidth", new SpectralBandwidthSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_rolloff(string track) => AssertAgrees(track, "spectral_rolloff", new SpectralRolloffSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_contrast(string track) => AssertAgrees(track, "spectral_contrast", new SpectralContrastSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Spectral_flatness(string track) => AssertAgrees(track, "spectral_flatness", new SpectralFlatnessSettings());

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Chroma(string track) => AssertAgrees(track, "chroma_stft_tuning0", new ChromaStftSettings { Tuning = 0 });

    [SharedDataTheory]
    [MemberData(nameof(Tracks))]
    public void Magnitude(string track)
    {
        var expected = Golden(track, "stft_magnitude_first8_hop1024");
        var settings = new SpectrogramSettings { HopLength = 1024, Power = 1 };
        var actual = Feature.Compute(Samples(track), settings);
        Librosa.AssertAgrees(expected, actual.Slice(0, expected.Frames), settings);
    }

    private static float[] Samples(string track)
    {
        var genre = track[..track.IndexOf('.', StringComparison.Ordinal)];
        var folder = SharedData.PathOf("data", "gtzan-audio", genre);
        return AudioFile.Read(Directory.GetFiles(folder, track + ".*").Single()).Samples;
    }

    private static FeatureMatrix Golden(string track, string feature) =>
        Npy.ReadMatrix(SharedData.PathOf("golden", "librosa-0.11.0", track, feature + ".npy"));

    private static void AssertAgrees(string track, string golden, FeatureSettings settings) =>
        Librosa.AssertAgrees(Golden(track, golden), Feature.Compute(Samples(track), settings), settings);
}
