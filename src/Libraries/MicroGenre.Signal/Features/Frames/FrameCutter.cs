namespace MicroGenre.Signal;

/// <summary>
/// Cuts samples that arrive in pieces of any size into frames. Adds the settings' padding before the first and after the last sample, and
/// more if the signal is shorter than a frame. The frames do not depend on the sizes of the pieces.
/// </summary>
internal sealed class FrameCutter
{
    private const int MinRoom = 8192;
    private readonly int _windowLength;
    private readonly int _hopLength;
    private readonly int _padding;
    private readonly Action<SampleFrame> _consume;
    private readonly SampleFrame _frame;

    /// <summary>
    /// The samples still needed. Index 0 is sample <see cref="_bufferStart"/> of the signal, which is negative before its start.
    /// </summary>
    private readonly float[] _buffer;
    private long _bufferStart;
    private int _bufferCount;
    private long _nextFrameStart;
    private long _sampleCount;

    public FrameCutter(FeatureSettings settings, Action<SampleFrame> consume)
    {
        _windowLength = settings.WindowLength;
        _hopLength = settings.HopLength;
        _padding = settings.Padding;
        _consume = consume;
        _buffer = new float[_windowLength + Math.Max(_windowLength, MinRoom)];
        _frame = new SampleFrame(_buffer, _windowLength);
        _bufferCount = _padding;
        _bufferStart = _nextFrameStart = -_bufferCount;
    }

    /// <summary>Adds samples and processes every frame that they complete.</summary>
    public void Push(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            if (_bufferCount == _buffer.Length)
            {
                DropFront();
            }

            var count = Math.Min(samples.Length, _buffer.Length - _bufferCount);
            samples[..count].CopyTo(_buffer.AsSpan(_bufferCount));
            _sampleCount += count;
            Advance(count);
            samples = samples[count..];
        }
    }

    /// <summary>Processes the frames that reach beyond the last sample.</summary>
    public void Finish()
    {
        var end = Math.Max(_sampleCount + _padding, _windowLength - _padding);
        while (_bufferStart + _bufferCount < end)
        {
            if (_bufferCount == _buffer.Length)
            {
                DropFront();
            }

            var count = (int)Math.Min(end - _bufferStart - _bufferCount, _buffer.Length - _bufferCount);
            _buffer.AsSpan(_bufferCount, count).Clear();
            Advance(count);
        }
    }

    private void Advance(int count)
    {
        _bufferCount += count;
        for (; _nextFrameStart + _windowLength <= _bufferStart + _bufferCount; _nextFrameStart += _hopLength)
        {
            _frame.MoveTo((int)(_nextFrameStart - _bufferStart), -_nextFrameStart, _sampleCount - _nextFrameStart);
            _consume(_frame);
        }
    }

    /// <summary>Drops the samples before the next frame, which may itself start beyond the buffered samples.</summary>
    private void DropFront()
    {
        var drop = (int)Math.Min(_nextFrameStart - _bufferStart, _bufferCount);
        _buffer.AsSpan(drop, _bufferCount - drop).CopyTo(_buffer);
        _bufferStart += drop;
        _bufferCount -= drop;
    }
}
