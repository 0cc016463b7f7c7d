using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>What a model says of a stretch of a track.</summary>
/// <param name="Start">Where it starts, in seconds.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Probabilities">Of each genre, in the order of the model's labels.</param>
public sealed record GenreSlice(double Start, double Seconds, float[] Probabilities);

/// <summary>Classifies a track stretch by stretch.</summary>
public static class GenreOverTime
{
    /// <summary>Cuts a track's features into stretches of equal length and classifies each; what is left over at the end is part of
    /// none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">The features that its recipe names, <c>[rows, frames]</c>.</param>
    /// <param name="seconds">How long a stretch is.</param>
    public static IReadOnlyList<GenreSlice> Of(GenreModel model, FeatureMatrix features, double seconds)
    {
        var settings = model.Card.Recipe.Features;
        var framesPerSecond = (double)settings.SampleRate / settings.HopLength;
        var count = (int)(features.Frames / (seconds * framesPerSecond));
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var (from, to) = ((int)(i * seconds * framesPerSecond), (int)((i + 1) * seconds * framesPerSecond));
                return new GenreSlice(i * seconds, seconds, model.Classify(features.Slice(from, to - from)));
            }),
        ];
    }
}
