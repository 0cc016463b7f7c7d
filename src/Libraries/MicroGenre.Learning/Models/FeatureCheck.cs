using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Checks features before a classifier sees them.</summary>
internal static class FeatureCheck
{
    /// <exception cref="ArgumentException">The number of rows is wrong, there are no frames, or a value is not finite; the message says
    /// where.</exception>
    public static void ThrowIfUnusable(FeatureMatrix features, int rows, string track = "The track")
    {
        if (features.Rows != rows)
        {
            throw new ArgumentException($"{track} has {features.Rows} feature rows, but the model takes {rows}.", nameof(features));
        }

        if (features.Frames == 0)
        {
            throw new ArgumentException($"{track} is too short: it has no frame.", nameof(features));
        }

        var values = features.Values.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"{track} has the value {values[i]} in row {i / features.Frames} of frame {i % features.Frames}.", nameof(features));
            }
        }
    }
}
