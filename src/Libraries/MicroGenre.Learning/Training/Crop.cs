using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Cuts ranges of frames from tracks. A track that is too short is repeated from its start.</summary>
internal static class Crop
{
    /// <summary>
    /// Copies <paramref name="frames"/> scaled frames, from <paramref name="start"/> on, into <paramref name="destination"/>, <c>[rows,
    /// frames]</c>.
    /// </summary>
    public static void Copy(FeatureMatrix track, int start, int frames, RowScaler scaler, Span<float> destination)
    {
        for (var row = 0; row < track.Rows; row++)
        {
            var source = track.Row(row);
            var target = destination.Slice(row * frames, frames);
            var (mean, factor) = (scaler.Mean[row], scaler.Factor[row]);
            for (int frame = 0, from = start % source.Length; frame < frames; frame++)
            {
                target[frame] = (source[from] - mean) * factor;
                from = from + 1 == source.Length ? 0 : from + 1;
            }
        }
    }

    /// <summary>
    /// The start frames of evenly spaced windows that cover a track; one window if the track is not longer than the window.
    /// </summary>
    public static int[] WindowStarts(int trackFrames, int windowFrames)
    {
        if (trackFrames <= windowFrames)
        {
            return [0];
        }

        var count = (trackFrames + windowFrames - 1) / windowFrames;
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (trackFrames - windowFrames) / (count - 1)))];
    }
}
