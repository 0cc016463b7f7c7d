using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>How to combine several vectors that a model returns for one window.</summary>
[JsonConverter(typeof(CamelCaseNames<OnnxPooling>))]
public enum OnnxPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The maximum of each value.</summary>
    Max,

    /// <summary>Refuse models that return several vectors.</summary>
    None,
}

/// <summary>The order of a mel spectrogram's axes.</summary>
[JsonConverter(typeof(CamelCaseNames<OnnxLayout>))]
public enum OnnxLayout
{
    /// <summary><c>[…, bands, frames]</c>.</summary>
    BandsFirst,

    /// <summary><c>[…, frames, bands]</c>.</summary>
    FramesFirst,
}

/// <summary>
/// Settings of features computed by an external model in an ONNX file: a vector for each window of samples, or of their mel spectrogram.
/// </summary>
/// <remarks>
/// Windows are not centred: frame t covers the samples from <c>t * HopLength</c> on. An incomplete last window is dropped; a track shorter
/// than one window is padded with silence. <see cref="ExtractorModels"/> runs the file.
/// </remarks>
/// <example><code>
/// FeatureSettings settings = new OnnxSettings
/// {
///     File = "extractor.onnx",
///     Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
///     Values = 512,
///     SampleRate = 16000,
///     WindowLength = 48000,
///     HopLength = 48000,
/// };
/// </code></example>
public sealed record OnnxSettings : FeatureSettings
{
    private const int Sha256Digits = 64;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "onnx";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Values;

    /// <summary>Path of the .onnx file. A relative path starts at the program's working directory.</summary>
    public string File { get; init; } = "";

    /// <summary>SHA-256 of the file, 64 hexadecimal digits. Another file would give other features.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Length of a window's vector: the length of the output's last axis.</summary>
    public int Values { get; init; }

    /// <summary>Name of the model's input; <see langword="null"/> if it has only one.</summary>
    public string? Input { get; init; }

    /// <summary>Name of the model's output; <see langword="null"/> if it has only one.</summary>
    public string? Output { get; init; }

    /// <summary>How to combine several vectors of one window. Default: their mean.</summary>
    public OnnxPooling Pooling { get; init; } = OnnxPooling.Mean;

    /// <summary>
    /// The mel spectrogram that the model takes as input, <c>mel</c> or <c>log-mel</c>, computed for each window separately;
    /// <see langword="null"/> for a model that takes samples.
    /// </summary>
    public FeatureSettings? Mel { get; init; }

    /// <summary>The order of the mel spectrogram's axes. Default: bands first.</summary>
    public OnnxLayout Layout { get; init; } = OnnxLayout.BandsFirst;

    /// <summary>How often the model is given the same window, one after the other: 3 for networks that take coloured pictures.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>What each value of the input is multiplied by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added to each value of the input then.</summary>
    public double Offset { get; init; }

    /// <summary>The licence that the model comes under, for people; <see langword="null"/> if it is not known.</summary>
    public string? Licence { get; init; }

    internal override int Padding => 0;

    /// <inheritdoc/>
    public override int FrameCount(long samples) => checked((int)Math.Max(1, 1 + ((samples - WindowLength) / HopLength)));

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(File.Length > 0, nameof(File), null, "the path of an .onnx file");
        Require(Sha256.Length == Sha256Digits && Sha256.All(char.IsAsciiHexDigit), nameof(Sha256), $"'{Sha256}'",
            $"{Sha256Digits} hexadecimal digits");
        Require(Values >= 1, nameof(Values), Values, "at least 1, the values of the output's last axis");
        Require(Channels >= 1, nameof(Channels), Channels, "at least 1");
        Require(double.IsFinite(Scale) && Scale != 0, nameof(Scale), Scale, "a number other than 0");
        Require(double.IsFinite(Offset), nameof(Offset), Offset, "a number");
        Require(Mel is null or MelSettings and not MfccSettings, nameof(Mel), Mel?.Feature, "mel or log-mel");
        Require(Mel is null || Mel.SampleRate == SampleRate, $"{nameof(Mel)}.{nameof(SampleRate)}", Mel?.SampleRate,
            $"{SampleRate}, the sample rate of these settings");
        Mel?.Validate();
    }

    internal override FrameFeature CreateFeature() => new OnnxFeature(this, ExtractorModels.Open(this));
}

/// <summary>Runs a model on each window.</summary>
internal sealed class OnnxFeature(OnnxSettings settings, IExtractorModel model) : FrameFeature
{
    public override int FrameValues => settings.Values;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        var window = spectrum.Frame.Samples;
        if (settings.Mel is null)
        {
            model.Extract(window, values);
            return;
        }

        var mel = FeatureExtractor.Extract(window, settings.Mel)[0];
        model.Extract(settings.Layout == OnnxLayout.BandsFirst ? mel.Values : FramesFirst(mel), values);
    }

    private static float[] FramesFirst(FeatureMatrix mel)
    {
        var values = new float[mel.Values.Length];
        for (var frame = 0; frame < mel.Frames; frame++)
        {
            mel.CopyFrame(frame, values.AsSpan(frame * mel.Rows, mel.Rows));
        }

        return values;
    }
}

/// <summary>Writes enumeration values in JSON in camel case, like the names of properties.</summary>
internal sealed class CamelCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
