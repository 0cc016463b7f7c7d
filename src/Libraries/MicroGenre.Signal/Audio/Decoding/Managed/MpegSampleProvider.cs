using NAudio.Wave;
using NLayer;

namespace MicroGenre.Signal.Decoding;

/// <summary>MPEG audio decoded by NLayer.</summary>
internal sealed class MpegSampleProvider(MpegFile file, MpegFrames frames) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(frames.Format.SampleRate, frames.Format.Channels);

    public int Read(Span<float> buffer) => file.ReadSamples(buffer);
}
