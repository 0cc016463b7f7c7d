using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Classification;

/// <summary>A section of a track that is classified separately.</summary>
/// <param name="Start">Its first frame.</param>
/// <param name="Frames">Its number of frames.</param>
public sealed record TimelineWindow(int Start, int Frames)
{
    /// <summary>Maximum number of sections per track.</summary>
    public const int Most = 512;

    /// <summary>Covers a track with sections that overlap by half, or longer ones if there would be too many.</summary>
    /// <param name="track">The track's features.</param>
    /// <param name="recipe">The model's recipe.</param>
    /// <param name="seconds">Length of a section; <see langword="null"/> for the length that the model was trained on.</param>
    public static IReadOnlyList<TimelineWindow> Cover(FeatureMatrix track, Recipe recipe, double? seconds = null)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(recipe);
        var wanted = seconds is { } told ? Math.Max(2, (int)Math.Round(told * recipe.Features.SampleRate / recipe.Features.HopLength))
            : LengthOf(recipe);
        var frames = Math.Max(wanted, 2 * (int)Math.Ceiling(track.Frames / (Most + 1.0)));
        if (track.Frames <= frames)
        {
            return [new TimelineWindow(0, track.Frames)];
        }

        // Evenly spaced from the start to the very end.
        var count = 1 + (int)Math.Ceiling((track.Frames - frames) / (frames / 2.0));
        var step = (track.Frames - frames) / (count - 1.0);
        return [.. Enumerable.Range(0, count).Select(i => new TimelineWindow((int)Math.Round(i * step), frames))];
    }

    /// <summary>The number of frames that the model was trained on.</summary>
    public static int LengthOf(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Lengths.Crop ?? recipe.Lengths.Prediction;
    }

    /// <summary>Its start, in seconds. A frame covers the time around its centre.</summary>
    public double StartSeconds(FeatureSettings settings) => SecondsOf(Start, settings);

    /// <summary>Its end, in seconds.</summary>
    public double EndSeconds(FeatureSettings settings) => SecondsOf(Start + Frames, settings);

    private static double SecondsOf(int frame, FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return (double)frame * settings.HopLength / settings.SampleRate;
    }
}
