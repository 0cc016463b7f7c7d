using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>
/// Collects a feature frame by frame. Frames are gathered in tiles, so that rows are written one cache line at a time. Up to the expected
/// number, frames go straight to the matrix. Further frames wait in blocks until their number is known, and each block is freed once it has
/// been copied: the peak memory is hardly more than that of the matrix.
/// </summary>
internal sealed class FeatureMatrixBuilder
{
    private const int TileFrames = 16;
    private const int BlockValues = 1 << 18;
    private readonly int _rows;
    private readonly int _expected;
    private readonly float[] _tile;
    private readonly float[] _values;
    private readonly Stack<FrameBlock> _blocks = [];
    private int _stored;
    private int _waiting;
    private int _inTile;

    public FeatureMatrixBuilder(int rows, int expectedFrames)
    {
        _rows = rows;
        _expected = expectedFrames;
        _tile = new float[rows * TileFrames];
        _values = new float[Size(expectedFrames)];
    }

    /// <summary>Receives the next frame's values.</summary>
    public Span<float> Frame => _tile.AsSpan(_inTile * _rows, _rows);

    /// <summary>Adds the values in <see cref="Frame"/>.</summary>
    public void Add()
    {
        if (++_inTile == TileFrames)
        {
            KeepTile();
        }
    }

    /// <summary>Builds the matrix of all frames.</summary>
    public FeatureMatrix Build()
    {
        KeepTile();
        if (_stored == _expected && _waiting == 0)
        {
            return new FeatureMatrix(_rows, _stored, _values);
        }

        var matrix = new FeatureMatrix(_rows, _stored + _waiting);
        for (var row = 0; row < _rows; row++)
        {
            _values.AsSpan(row * _expected, _stored).CopyTo(matrix.Row(row));
        }

        MoveBlocks(matrix);
        return matrix;
    }

    private void KeepTile()
    {
        if (_inTile == 0)
        {
            return;
        }

        if (_waiting == 0 && _stored + _inTile <= _expected)
        {
            StoreTile(_inTile, _values, _expected, _stored);
            _stored += _inTile;
        }
        else
        {
            // Fails early if the result would not fit.
            Size(_stored + _waiting + _inTile);
            BlockWithRoom().Append(_tile.AsSpan(0, _inTile * _rows));
            _waiting += _inTile;
        }

        _inTile = 0;
    }

    /// <summary>Blocks hold whole tiles; only the very last may hold a part of one.</summary>
    private FrameBlock BlockWithRoom()
    {
        if (!_blocks.TryPeek(out var block) || block.IsFull)
        {
            block = new FrameBlock(Math.Max(BlockValues / _tile.Length, 1) * _tile.Length);
            _blocks.Push(block);
        }

        return block;
    }

    /// <summary>Moves waiting frames into the matrix, last block first: allocators return the memory allocated last most easily.</summary>
    private void MoveBlocks(FeatureMatrix matrix)
    {
        var end = matrix.Frames;
        while (_blocks.TryPop(out var block))
        {
            using (block)
            {
                end -= block.Count / _rows;
                for (var at = 0; at < block.Count; at += _tile.Length)
                {
                    var values = _tile.AsSpan(0, Math.Min(_tile.Length, block.Count - at));
                    block.CopyTo(at, values);
                    StoreTile(values.Length / _rows, matrix.Values, matrix.Frames, end + (at / _rows));
                }
            }
        }
    }

    /// <summary>
    /// Writes the first <paramref name="count"/> frames of the tile into a matrix of <paramref name="frames"/> frames, from
    /// <paramref name="start"/> on.
    /// </summary>
    [MethodImpl(Kernel.Compilation)]
    private void StoreTile(int count, float[] matrix, int frames, int start)
    {
        for (var row = 0; row < _rows; row++)
        {
            var values = matrix.AsSpan((row * frames) + start, count);
            for (var frame = 0; frame < values.Length; frame++)
            {
                values[frame] = _tile[(frame * _rows) + row];
            }
        }
    }

    private int Size(int frames) => (long)_rows * frames <= Array.MaxLength
        ? _rows * frames
        : throw new ArgumentException(
            $"{_rows} rows of {frames} frames do not fit in one array; use a longer hop or cut the audio.", nameof(frames));
}
