using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Collects a feature frame by frame. Frames are gathered in tiles, so that each row is written a cache line at a time.</summary>
internal sealed class FeatureMatrixBuilder
{
    private const int TileFrames = 16;
    private readonly int _rows;
    private readonly float[] _tile;
    private float[] _values;
    private int _capacity;
    private int _stored;
    private int _inTile;

    public FeatureMatrixBuilder(int rows, int expectedFrames)
    {
        _rows = rows;
        _capacity = Math.Max(expectedFrames, TileFrames);
        _tile = new float[rows * TileFrames];
        _values = new float[Size(_capacity)];
    }

    /// <summary>Where the next frame's values go.</summary>
    public Span<float> Frame => _tile.AsSpan(_inTile * _rows, _rows);

    /// <summary>Accepts the values in <see cref="Frame"/>.</summary>
    public void Add()
    {
        if (++_inTile == TileFrames)
        {
            StoreTile();
        }
    }

    /// <summary>The matrix of all frames.</summary>
    public FeatureMatrix Build()
    {
        StoreTile();
        if (_stored != _capacity)
        {
            Resize(_stored);
        }

        return new FeatureMatrix(_rows, _stored, _values);
    }

    [MethodImpl(Kernel.Compilation)]
    private void StoreTile()
    {
        if (_stored + _inTile > _capacity)
        {
            Resize(Math.Max(_stored + _inTile, 2 * _capacity));
        }

        for (var row = 0; row < _rows; row++)
        {
            var values = _values.AsSpan((row * _capacity) + _stored, _inTile);
            for (var frame = 0; frame < values.Length; frame++)
            {
                values[frame] = _tile[(frame * _rows) + row];
            }
        }

        _stored += _inTile;
        _inTile = 0;
    }

    private void Resize(int capacity)
    {
        var values = new float[Size(capacity)];
        for (var row = 0; row < _rows; row++)
        {
            _values.AsSpan(row * _capacity, _stored).CopyTo(values.AsSpan(row * capacity));
        }

        (_values, _capacity) = (values, capacity);
    }

    private int Size(int frames) => (long)_rows * frames <= Array.MaxLength
        ? _rows * frames
        : throw new ArgumentException($"{_rows} rows of {frames} frames do not fit in one array; use a longer hop or cut the audio.", nameof(frames));
}
