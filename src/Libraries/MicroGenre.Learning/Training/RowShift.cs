using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Moves spectrograms up or down by whole rows: on a mel scale about what a transposition does. The row at the edge repeats into the space
/// that is left.
/// </summary>
internal static class RowShift
{
    /// <summary>
    /// A track moved by some rows, towards higher ones where <paramref name="shift"/> is positive; the track itself for 0.
    /// </summary>
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

    /// <summary>Moves the rows of <c>[rows, frames]</c> in place, by all but one of them at most.</summary>
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
