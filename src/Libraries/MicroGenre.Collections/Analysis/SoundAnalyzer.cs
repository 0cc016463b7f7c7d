using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Tagging;

namespace MicroGenre.Collections.Analysis;

/// <summary>Analyses tracks with one model. Each track is decoded once. Instances are thread-safe.</summary>
/// <param name="model">The model that predicts genres. The caller disposes it.</param>
public sealed class SoundAnalyzer(GenreModel model)
{
    /// <summary>The version of level, tempo, key and places. Tracks analysed by another version are analysed again.</summary>
    public const int FeaturesVersion = 2;

    private const double StretchSeconds = 10;
    private const int Digits = 4;
    private static readonly RmsSettings LevelSettings = new();

    /// <summary>The model, as NAME/VERSION.</summary>
    public string Model { get; } = $"{model.Card.Name}/{model.Card.Version}";

    /// <summary>Analyses a track.</summary>
    /// <param name="file">The file's bytes: a seekable stream.</param>
    /// <param name="cancellation">Cancels the analysis.</param>
    /// <exception cref="AudioFormatException">The file is not audio, or is too damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SoundAnalysis Analyze(Stream file, CancellationToken cancellation = default)
    {
        var tags = TagsOf(file);
        var settings = model.Card.Recipe.Features;
        AudioReader? reader = null;
        var features = Extract([settings], [LevelSettings, TempoEstimate.Settings, .. KeyEstimate.Settings]);
        var answer = model.Answer(features[0]).About(reader!.Sound);
        var genres = Sorted(answer.Probabilities);
        return new SoundAnalysis(
            Math.Round(reader.Source.Duration.TotalSeconds, 3),
            LevelOf(features[1]),
            TempoEstimate.Of(features[2], TempoPriors.Of(genres)) is { } tempo ? Math.Round(tempo, 1) : null,
            KeyEstimate.Of([.. features.Skip(3)])?.ToString(),
            answer.Verdict,
            answer.Reason,
            tags,
            new TrackSound
            {
                Genres = genres,
                OverTime = OverTime(features[0]),
                Embedding = Normalize(answer.Discriminants),
                Place = model.Space?.Locate(answer),
            });

        // Features at an unusual rate need a decoding of their own; the other features use the default rate.
        IReadOnlyList<FeatureMatrix> Extract(FeatureSettings[] ofModel, FeatureSettings[] ours) =>
            ofModel[0].SampleRate == ours[0].SampleRate
                ? Decode([.. ofModel, .. ours])
                : [.. Decode(ofModel), .. Decode(ours)];

        IReadOnlyList<FeatureMatrix> Decode(FeatureSettings[] wanted) => FeatureExtractor.Extract(
            () =>
            {
                file.Position = 0;
                return reader = AudioFile.Open(file, wanted[0].SampleRate);
            },
            wanted,
            cancellation);
    }

    private static TrackTags TagsOf(Stream file)
    {
        try
        {
            return TrackTags.Read(file);
        }
        catch (TagFormatException)
        {
            // The audio may be intact even if the tags are not.
            return TrackTags.None;
        }
    }

    private static double? LevelOf(FeatureMatrix rms)
    {
        var squares = 0.0;
        foreach (var value in rms.Values)
        {
            squares += value * value;
        }

        return squares > 0 ? Math.Round(10 * Math.Log10(squares / rms.Values.Length), 1) : null;
    }

    private List<GenreShare> Sorted(float[] probabilities) =>
        [.. model.Card.Labels.Zip(probabilities, (label, probability) => new GenreShare(label, Math.Round(probability, Digits)))
            .OrderByDescending(genre => genre.Probability)];

    private List<GenreStretch> OverTime(FeatureMatrix features)
    {
        var stretches = GenreOverTime.Of(model, features, StretchSeconds);
        return stretches.Count < 2 ? [] : [.. stretches.Select(Best)];
    }

    private GenreStretch Best(GenreSlice stretch)
    {
        var best = Sorted(stretch.Probabilities)[0];
        return new GenreStretch(stretch.Start, best.Label, best.Probability);
    }

    // Normalised to length 1, so that a scalar product is the cosine.
    private static float[] Normalize(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return length > 0 ? Array.ConvertAll(vector, value => value / length) : vector;
    }
}
