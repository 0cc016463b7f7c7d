namespace MicroGenre.Signal;

/// <summary>
/// A feature over time: <paramref name="Rows"/> values (bands, coefficients, …) in each of <paramref name="Frames"/> frames.
/// </summary>
/// <param name="Rows">Number of rows; at least 1.</param>
/// <param name="Frames">Number of frames; at least 0.</param>
/// <param name="Values">The values, row-major <c>[rows, frames]</c>: the value of row r in frame t is at <c>r * Frames + t</c>.</param>
public sealed record FeatureMatrix(int Rows, int Frames, float[] Values)
{
    /// <summary>A matrix of zeros, <c>[rows, frames]</c>.</summary>
    public FeatureMatrix(int rows, int frames)
        : this(rows, frames, new float[checked(rows * frames)])
    {
    }

    /// <summary>The values, row-major <c>[rows, frames]</c>.</summary>
    public float[] Values { get; } = Values.Length == (long)Rows * Frames
        ? Values
        : throw new ArgumentException(
            $"A matrix of {Rows} rows and {Frames} frames has {(long)Rows * Frames} values, not {Values.Length}.", nameof(Values));

    /// <summary>The value of one row in one frame.</summary>
    public float this[int row, int frame]
    {
        get => Row(row)[frame];
        set => Row(row)[frame] = value;
    }

    /// <summary>One row over time, <c>[frames]</c>: a view, not a copy.</summary>
    public Span<float> Row(int row) => Values.AsSpan(row * Frames, Frames);

    /// <summary>Copies the values of one frame, <c>[rows]</c>, into <paramref name="destination"/>.</summary>
    public void CopyFrame(int frame, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Frames, nameof(frame));
        for (var row = 0; row < Rows; row++)
        {
            destination[row] = Values[(row * Frames) + frame];
        }
    }

    /// <summary>Copies <paramref name="count"/> frames from <paramref name="start"/> on into a new matrix, <c>[rows, count]</c>.</summary>
    public FeatureMatrix Slice(int start, int count)
    {
        var slice = new FeatureMatrix(Rows, count);
        for (var row = 0; row < Rows; row++)
        {
            Row(row).Slice(start, count).CopyTo(slice.Row(row));
        }

        return slice;
    }
}
