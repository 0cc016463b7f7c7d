namespace MicroGenre.Signal;

/// <summary>One frame of samples. It is used again for the next frame.</summary>
internal sealed class SampleFrame(float[] buffer, int windowLength)
{
    private int _offset;
    private int _signalStart;
    private int _signalEnd;

    /// <summary>The frame's samples, <c>[window]</c>, silent outside the signal.</summary>
    public ReadOnlySpan<float> Samples => buffer.AsSpan(_offset, windowLength);

    /// <summary>Those of the frame's samples that lie inside the signal.</summary>
    public ReadOnlySpan<float> SignalSamples => Samples[_signalStart.._signalEnd];

    /// <summary>Moves to a place in the buffer; the signal's bounds count from there and may lie outside the frame.</summary>
    public void MoveTo(int offset, long signalStart, long signalEnd)
    {
        _offset = offset;
        _signalEnd = (int)Math.Clamp(signalEnd, 0, windowLength);
        _signalStart = (int)Math.Clamp(signalStart, 0, _signalEnd);
    }
}
