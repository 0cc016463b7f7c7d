using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Shifts spectrograms up or down by whole rows, which on a mel scale approximates a transposition. The edge row is repeated to fill the
/// gap.
/// </summary>
internal static class RowShift
{
    /// <summary>Returns a track shifted by some rows, upwards if <paramref name="shift"/> is positive; the track itself for 0.</summary>
    public static FeatureMatrix Of(FeatureMatrix track, int shift)
    {
        if (shift == 0)
        {
            return track;
        }

        var moved = new FeatureMatrix(track.Rows, track.Frames, [.. track.Values]);
        Apply(moved.Values, track.Frames, shift);
        return moved;
    }

    /// <summary>Shifts the rows of <c>[rows, frames]</c> in place, by at most rows − 1.</summary>
    public static void Apply(Span<float> values, int frames, int shift)
    {
        var rows = values.Length / frames;
        shift = Math.Clamp(shift, -(rows - 1), rows - 1);
        if (shift > 0)
        {
            values[..((rows - shift) * frames)].CopyTo(values[(shift * frames)..]);
            Repeat(values.Slice(shift * frames, frames), values[..(shift * frames)]);
        }
        else if (shift < 0)
        {
            values[(-shift * frames)..].CopyTo(values);
            Repeat(values.Slice((rows + shift - 1) * frames, frames), values[((rows + shift) * frames)..]);
        }
    }

    private static void Repeat(ReadOnlySpan<float> row, Span<float> rows)
    {
        for (; rows.Length > 0; rows = rows[row.Length..])
        {
            row.CopyTo(rows);
        }
    }
}
