namespace MicroGenre.Signal.Tests;

/// <summary>
/// Features of made-up signals, some of them at the edge of what a signal is, against arrays that librosa 0.11.0 computed.
/// </summary>
public sealed class LibrosaTests
{
    private const string Tuning = "tuning";

    private static readonly string[] SignalNames =
        ["one-sample", "shorter-than-a-window", "silence", "square", "constant", "noise", "chirp", "chords"];

    private static readonly Dictionary<string, FeatureSettings> Settings = new()
    {
        ["spectrogram"] = new SpectrogramSettings { WindowLength = 512, HopLength = 700 },
        ["mel"] = new MelSettings(),
        ["mel-narrow"] = new MelSettings { WindowLength = 1000, HopLength = 400, MelBands = 30, MinFrequency = 50, MaxFrequency = 8000 },
        ["log-mel"] = new LogMelSettings(),
        ["mfcc"] = new MfccSettings { Coefficients = 20 },
        ["mfcc-deltas"] = new MfccSettings { Deltas = 2 },
        ["zero-crossing-rate"] = new ZeroCrossingRateSettings(),
        ["rms"] = new RmsSettings(),
        ["spectral-centroid"] = new SpectralCentroidSettings(),
        ["spectral-bandwidth"] = new SpectralBandwidthSettings(),
        ["spectral-bandwidth-cubic"] = new SpectralBandwidthSettings { Power = 3 },
        ["spectral-contrast"] = new SpectralContrastSettings(),
        ["spectral-contrast-wide"] = new SpectralContrastSettings { Bands = 4, MinFrequency = 100, Quantile = 0.1 },
        ["spectral-rolloff"] = new SpectralRolloffSettings(),
        ["spectral-rolloff-high"] = new SpectralRolloffSettings { Fraction = 0.95 },
        ["spectral-flatness"] = new SpectralFlatnessSettings(),
        ["chroma-stft"] = new ChromaStftSettings(),
        ["chroma-stft-tuned"] = new ChromaStftSettings { Tuning = 0.2 },
        ["chroma-stft-odd-window"] = new ChromaStftSettings { WindowLength = 1001, HopLength = 500 },
        ["onset-strength"] = new OnsetStrengthSettings(),
        ["tempo"] = new TempoSettings(),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var signal in SignalNames)
            {
                foreach (var feature in Librosa.ReferencesOf(signal).Keys.Where(feature => feature != Tuning))
                {
                    cases.Add(signal, feature);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> Signals => [.. SignalNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_feature_is_librosas(string signal, string feature)
    {
        var settings = Settings[feature];
        Librosa.AssertAgrees(Librosa.ReferencesOf(signal)[feature], Feature.Compute(TestSignals.Of(signal), settings), settings);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void The_tuning_is_librosas(string signal) =>
        Assert.Equal(Librosa.ReferencesOf(signal)[Tuning][0, 0], Signal.Tuning.Estimate(TestSignals.Of(signal), new ChromaStftSettings()),
            1e-6);

    [Fact]
    public void A_derivative_of_fewer_frames_than_it_needs_is_refused_as_by_librosa() =>
        Assert.Throws<ArgumentException>(() => Feature.Compute(TestSignals.Of("shorter-than-a-window"), Settings["mfcc-deltas"]));
}
