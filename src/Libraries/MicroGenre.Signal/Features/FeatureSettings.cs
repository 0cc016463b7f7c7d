using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MicroGenre.Signal;

/// <summary>
/// What every feature of short frames says: the samples' rate and how they are cut into frames. Frames are centred: frame t is about
/// sample <c>t * HopLength</c>, and the signal is padded by half a window on both sides, so that n samples make <c>1 + n / HopLength</c>
/// frames.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "feature", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(MelSettings), "mel")]
[JsonDerivedType(typeof(LogMelSettings), "log-mel")]
[JsonDerivedType(typeof(MfccSettings), "mfcc")]
[JsonDerivedType(typeof(SpectrogramSettings), "spectrogram")]
[JsonDerivedType(typeof(ZeroCrossingRateSettings), "zero-crossing-rate")]
[JsonDerivedType(typeof(RmsSettings), "rms")]
[JsonDerivedType(typeof(SpectralCentroidSettings), "spectral-centroid")]
[JsonDerivedType(typeof(SpectralBandwidthSettings), "spectral-bandwidth")]
[JsonDerivedType(typeof(SpectralContrastSettings), "spectral-contrast")]
[JsonDerivedType(typeof(SpectralRolloffSettings), "spectral-rolloff")]
[JsonDerivedType(typeof(SpectralFlatnessSettings), "spectral-flatness")]
[JsonDerivedType(typeof(ChromaStftSettings), "chroma-stft")]
[JsonDerivedType(typeof(OnsetStrengthSettings), "onset-strength")]
[JsonDerivedType(typeof(TempoSettings), "tempo")]
[JsonDerivedType(typeof(OnnxSettings), "onnx")]
[JsonDerivedType(typeof(WaveformSettings), "waveform")]
public abstract record FeatureSettings
{
    /// <summary>The longest window, in samples.</summary>
    public const int MaxWindowLength = 1 << 20;

    /// <summary>Samples per second, in Hz; 22050 unless told.</summary>
    public int SampleRate { get; init; } = AudioFile.DefaultSampleRate;

    /// <summary>Samples in a frame and points of its transform (librosa's <c>n_fft</c>); 2048 unless told.</summary>
    public virtual int WindowLength { get; init; } = 2048;

    /// <summary>Samples from one frame's centre to the next's; 512 unless told, 1024 for mel spectrograms.</summary>
    public virtual int HopLength { get; init; } = 512;

    /// <summary>The names of all features, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. FeatureSettingsJson.Options.GetTypeInfo(typeof(FeatureSettings)).PolymorphismOptions!.DerivedTypes
            .Select(derived => (string)derived.TypeDiscriminator!).Order(StringComparer.Ordinal),
    ];

    /// <summary>The feature's name, librosa's with dashes: <c>mel</c>, <c>log-mel</c>, …</summary>
    [JsonIgnore]
    public abstract string Feature { get; }

    /// <summary>Number of rows of the feature: bands, coefficients, …</summary>
    [JsonIgnore]
    public abstract int Rows { get; }

    /// <summary>Number of frequencies of a frame's spectrum, from 0 Hz to the Nyquist frequency.</summary>
    [JsonIgnore]
    public int Bins => (WindowLength / 2) + 1;

    /// <summary>Distance between two frequencies of a frame's spectrum, in Hz.</summary>
    [JsonIgnore]
    public double HertzPerBin => (double)SampleRate / WindowLength;

    /// <summary>Number of frames that <paramref name="samples"/> samples make.</summary>
    public virtual int FrameCount(long samples) => checked((int)(1 + ((samples - (WindowLength % 2)) / HopLength)));

    /// <summary>Samples of silence before the signal's first and after its last.</summary>
    internal virtual int Padding => WindowLength / 2;

    /// <summary>Checks that the settings fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which and why.</exception>
    public virtual void Validate()
    {
        Require(SampleRate >= 1, nameof(SampleRate), SampleRate, "at least 1 Hz");
        Require(WindowLength is >= 2 and <= MaxWindowLength, nameof(WindowLength), WindowLength, $"2 to {MaxWindowLength} samples");
        Require(HopLength >= 1, nameof(HopLength), HopLength, "at least 1 sample");
    }

    /// <summary>The settings as JSON with sorted keys and no spaces: equal settings give equal text, on any machine.</summary>
    public string CanonicalJson()
    {
        var sorted = new JsonObject();
        var node = JsonSerializer.SerializeToNode(this, FeatureSettingsJson.Options)!.AsObject();
        foreach (var (key, value) in node.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            sorted[key] = value?.DeepClone();
        }

        return sorted.ToJsonString();
    }

    /// <summary>Reads settings from JSON: an object with <c>"feature"</c> and any of that feature's settings, in any order.</summary>
    /// <exception cref="JsonException">Not such an object; the message names the place.</exception>
    public static FeatureSettings FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FeatureSettings>(json, FeatureSettingsJson.Options)
                ?? throw new JsonException("Feature settings are missing.");
        }
        catch (NotSupportedException exception)
        {
            throw new JsonException("Feature settings name no \"feature\".", exception);
        }
    }

    /// <summary>The computation that the settings describe.</summary>
    internal abstract FrameFeature CreateFeature();

    /// <summary>Throws unless a condition holds.</summary>
    private protected static void Require(bool condition, string name, object? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} is {value ?? "missing"}, expected {expected}.", name);
        }
    }
}

// Not generated at compile time: generated code sets a property that the text leaves out to zero instead of to its default.
internal static class FeatureSettingsJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ForgetIgnored } },
    };

    /// <summary>Makes what is no setting an unknown name, which is refused, instead of one that is read and dropped.</summary>
    private static void ForgetIgnored(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Get: null, Set: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
