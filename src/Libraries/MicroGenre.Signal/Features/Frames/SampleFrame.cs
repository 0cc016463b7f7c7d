namespace MicroGenre.Signal;

/// <summary>One frame of samples; reused for the next frame.</summary>
internal sealed class SampleFrame(float[] buffer, int windowLength)
{
    private int _offset;
    private int _signalStart;
    private int _signalEnd;

    /// <summary>The frame's samples, <c>[window]</c>, zero outside the signal.</summary>
    public ReadOnlySpan<float> Samples => buffer.AsSpan(_offset, windowLength);

    /// <summary>The samples of the frame that lie inside the signal.</summary>
    public ReadOnlySpan<float> SignalSamples => Samples[_signalStart.._signalEnd];

    /// <summary>Moves the frame to an offset in the buffer. The signal's bounds are relative to it and may lie outside the frame.</summary>
    public void MoveTo(int offset, long signalStart, long signalEnd)
    {
        _offset = offset;
        _signalEnd = (int)Math.Clamp(signalEnd, 0, windowLength);
        _signalStart = (int)Math.Clamp(signalStart, 0, _signalEnd);
    }
}
