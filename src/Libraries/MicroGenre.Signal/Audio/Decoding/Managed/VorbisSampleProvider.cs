using NAudio.Wave;
using NVorbis;

namespace MicroGenre.Signal.Decoding;

/// <summary>Ogg Vorbis decoded by NVorbis.</summary>
internal sealed class VorbisSampleProvider(VorbisReader reader) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(reader.SampleRate, reader.Channels);

    public int Read(Span<float> buffer) => reader.ReadSamples(buffer);
}
