using MicroGenre.Client.Features;
using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>A stretch of a feature whose rows are pooled to a number of columns as values arrive.</summary>
internal sealed class PooledFeature
{
    private readonly int _first;
    private readonly int _end;
    private readonly bool _peaks;
    private readonly float[] _values;
    private readonly int[] _counts;
    private int _row;
    private int _frame;

    /// <param name="header">The feature.</param>
    /// <param name="from">Where the stretch begins, as a share of the track.</param>
    /// <param name="to">Where it ends, as a share of the track.</param>
    /// <param name="mostColumns">The largest number of columns.</param>
    /// <param name="peaks">Whether a column has the largest value of its frames; otherwise, their mean.</param>
    public PooledFeature(FeatureHeader header, double from, double to, int mostColumns, bool peaks)
    {
        (Rows, Frames, _peaks) = (header.Rows, header.Frames, peaks);
        _first = (int)Math.Floor(Math.Clamp(from, 0, 1) * Frames);
        _end = Math.Max(_first, (int)Math.Ceiling(Math.Clamp(to, 0, 1) * Frames));
        Columns = Math.Min(_end - _first, mostColumns);
        _values = new float[Rows * Columns];
        _counts = new int[Columns];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of frames of the track.</summary>
    public int Frames { get; }

    /// <summary>Number of columns of the stretch.</summary>
    public int Columns { get; }

    /// <summary>Where the stretch begins, as a share of the track: at a frame.</summary>
    public double From => Frames > 0 ? (double)_first / Frames : 0;

    /// <summary>Where it ends.</summary>
    public double To => Frames > 0 ? (double)_end / Frames : 0;

    /// <summary>Adds the next values, which come row by row: little-endian 32-bit floats.</summary>
    /// <exception cref="InvalidDataException">There are more than announced.</exception>
    public void Add(ReadOnlySpan<byte> data)
    {
        Span<float> values = new float[data.Length / sizeof(float)];
        FeatureBytes.Read(data, values);
        foreach (var value in values)
        {
            if (_row == Rows)
            {
                throw new InvalidDataException("it sent more values than it announced.");
            }

            if (_frame >= _first && _frame < _end)
            {
                Pool(value, (int)((long)(_frame - _first) * Columns / (_end - _first)));
            }

            if (++_frame == Frames)
            {
                (_row, _frame) = (_row + 1, 0);
            }
        }
    }

    /// <summary>Returns the columns, row by row, after the last value.</summary>
    /// <exception cref="InvalidDataException">There are fewer than announced.</exception>
    public float[] Complete()
    {
        if (_row < Rows)
        {
            throw new InvalidDataException("it sent fewer values than it announced.");
        }

        for (var i = 0; i < _values.Length && !_peaks; i++)
        {
            _values[i] /= _counts[i % Columns];
        }

        return _values;
    }

    private void Pool(float value, int column)
    {
        ref var pooled = ref _values[(_row * Columns) + column];
        pooled = _peaks ? Math.Max(pooled, value) : pooled + value;
        if (_row == 0)
        {
            _counts[column]++;
        }
    }
}
