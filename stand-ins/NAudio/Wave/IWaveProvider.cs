namespace NAudio.Wave;

/// <summary>A source of encoded audio.</summary>
public interface IWaveProvider
{
    WaveFormat WaveFormat { get; }

    /// <summary>Fills part of <paramref name="buffer"/>; returns the number of bytes written, 0 at the end.</summary>
    int Read(byte[] buffer, int offset, int count);
}

/// <summary>A source of 32-bit floating-point samples, channels interleaved.</summary>
public interface ISampleProvider
{
    WaveFormat WaveFormat { get; }

    /// <summary>Fills part of <paramref name="buffer"/>; returns the number of samples written, 0 at the end.</summary>
    int Read(float[] buffer, int offset, int count);
}
