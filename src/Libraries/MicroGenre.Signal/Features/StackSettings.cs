using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of several features of the same frames, whose rows follow each other.</summary>
/// <example><code>
/// var settings = new StackSettings { Parts = [new SpectralCentroidSettings(), new RmsSettings(), new ChromaStftSettings { Tuning = 0 }] };
/// var rows = Feature.Compute(AudioFile.Read("song.mp3").Samples, settings).Rows;
/// </code></example>
public sealed record StackSettings : FeatureSettings
{
    private const int MostParts = 32;

    /// <summary>
    /// The features, in the order of their rows; at least one. They have the sample rate, window and hop of the stack, whatever they say.
    /// </summary>
    public IReadOnlyList<FeatureSettings> Parts { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "stack";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Parts.Sum(part => part.Rows);

    private IEnumerable<FeatureSettings> Aligned => Parts.Select(part => part with
    {
        SampleRate = SampleRate,
        WindowLength = WindowLength,
        HopLength = HopLength,
    });

    internal override FrameFeature CreateFeature() => new StackFeature([.. Aligned.Select(part => part.CreateFeature())]);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Parts.Count is >= 1 and <= MostParts, nameof(Parts), $"a list of {Parts.Count}", $"1 to {MostParts} features");
        foreach (var part in Aligned)
        {
            Require(part.Preprocess is null, nameof(Parts), $"{part.Feature} with preprocess", "preprocess in the stack itself");
            Require(
                part is not (StackSettings or PictureSettings or TempoSettings or OnsetStrengthSettings or OnnxSettings
                    or WaveformSettings),
                nameof(Parts), part.Feature, "features of one frame");
            Require(part is not ChromaStftSettings { Tuning: null }, nameof(Parts), "chroma-stft without tuning", "a tuning, such as 0");
            part.Validate();
        }
    }

    /// <inheritdoc/>
    public bool Equals(StackSettings? other) => other is not null && CanonicalJson() == other.CanonicalJson();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(CanonicalJson());
}

/// <summary>Computes several features of a frame.</summary>
internal sealed class StackFeature(FrameFeature[] parts) : FrameFeature
{
    public override int FrameValues { get; } = parts.Sum(part => part.FrameValues);

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        foreach (var part in parts)
        {
            part.Compute(spectrum, values[..part.FrameValues]);
            values = values[part.FrameValues..];
        }
    }

    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var (finished, row) = (new List<FeatureMatrix>(), 0);
        foreach (var part in parts)
        {
            var own = values.Values.AsSpan(row * values.Frames, part.FrameValues * values.Frames).ToArray();
            finished.Add(part.Finish(new FeatureMatrix(part.FrameValues, values.Frames, own)));
            row += part.FrameValues;
        }

        return new FeatureMatrix(finished.Sum(matrix => matrix.Rows), values.Frames, [.. finished.SelectMany(matrix => matrix.Values)]);
    }
}
