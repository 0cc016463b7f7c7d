using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A model's answer for a section of a track.</summary>
/// <param name="Start">Start of the section, in seconds.</param>
/// <param name="Seconds">Length of the section, in seconds.</param>
/// <param name="Probabilities">The probability of each genre, in the order of the model's labels.</param>
public sealed record GenreSlice(double Start, double Seconds, float[] Probabilities);

/// <summary>Classifies a track section by section.</summary>
public static class GenreOverTime
{
    /// <summary>Cuts a track's features into sections of equal length and classifies each. A shorter rest at the end is dropped.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">The features of the model's recipe, <c>[rows, frames]</c>.</param>
    /// <param name="seconds">Length of a section, in seconds.</param>
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
