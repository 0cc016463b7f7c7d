using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MicroGenre.Signal;

/// <summary>
/// Settings common to all features of short frames: sample rate, window and hop. Frames are centred: the middle of frame t is sample <c>t *
/// HopLength</c>. The signal is padded by half a window on both sides, so n samples give <c>1 + n / HopLength</c> frames.
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
[JsonDerivedType(typeof(StackSettings), "stack")]
[JsonDerivedType(typeof(PictureSettings), "picture")]
public abstract record FeatureSettings
{
    /// <summary>Maximum length of a window, in samples.</summary>
    public const int MaxWindowLength = 1 << 20;

    /// <summary>Samples per second, in Hz. Default: 22050.</summary>
    public int SampleRate { get; init; } = AudioFile.DefaultSampleRate;

    /// <summary>Length of a frame and of its transform, in samples (librosa's <c>n_fft</c>). Default: 2048.</summary>
    public virtual int WindowLength { get; init; } = 2048;

    /// <summary>Distance between the centres of consecutive frames, in samples. Default: 512; 1024 for mel spectrograms.</summary>
    public virtual int HopLength { get; init; } = 512;

    /// <summary>What is done to the clip first; <see langword="null"/> for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreprocessSettings? Preprocess { get; init; }

    /// <summary>The names of all features of audio that a name alone describes, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. FeatureSettingsJson.Options.GetTypeInfo(typeof(FeatureSettings)).PolymorphismOptions!.DerivedTypes
            .Where(derived => derived.DerivedType != typeof(StackSettings) && derived.DerivedType != typeof(PictureSettings))
            .Select(derived => (string)derived.TypeDiscriminator!).Order(StringComparer.Ordinal),
    ];

    /// <summary>The feature's name: librosa's with dashes, such as <c>mel</c> or <c>log-mel</c>.</summary>
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

    /// <summary>Number of frames of a signal of <paramref name="samples"/> samples.</summary>
    public virtual int FrameCount(long samples) => checked((int)(1 + ((samples - (WindowLength % 2)) / HopLength)));

    /// <summary>Number of zeros before the signal's first and after its last sample.</summary>
    internal virtual int Padding => WindowLength / 2;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message says which and why.</exception>
    public virtual void Validate()
    {
        Require(SampleRate >= 1, nameof(SampleRate), SampleRate, "at least 1 Hz");
        Require(WindowLength is >= 2 and <= MaxWindowLength, nameof(WindowLength), WindowLength, $"2 to {MaxWindowLength} samples");
        Require(HopLength >= 1, nameof(HopLength), HopLength, "at least 1 sample");
        Preprocess?.Validate();
    }

    /// <summary>The settings as JSON with sorted keys and no spaces. Equal settings give equal text on every machine.</summary>
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
    /// <exception cref="JsonException">The JSON does not describe a feature; the message names the position.</exception>
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

    /// <summary>Creates the computation of the feature.</summary>
    internal abstract FrameFeature CreateFeature();

    /// <summary>Throws <see cref="ArgumentException"/> if <paramref name="condition"/> is false.</summary>
    private protected static void Require(bool condition, string name, object? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} is {value ?? "missing"}, expected {expected}.", name);
        }
    }
}

// Not source-generated: generated code sets properties that the text leaves out to zero instead of their defaults.
internal static class FeatureSettingsJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ForgetIgnored } },
    };

    /// <summary>
    /// Removes ignored properties from the contract, so that their names are refused as unknown instead of being read and dropped.
    /// </summary>
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
