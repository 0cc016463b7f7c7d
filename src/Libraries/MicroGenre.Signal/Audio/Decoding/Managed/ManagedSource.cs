using NAudio.Wave;
using NLayer;
using NVorbis;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Audio from a managed decoder that implements NAudio's sample provider: the last resort on machines without external decoders.
/// </summary>
internal sealed class ManagedSource : IFrameSource
{
    /// <summary>The most frames per byte that a header may credibly claim.</summary>
    public const int MaxFramesPerByte = 64;

    private const int SkipFrames = 4096;

    private readonly ISampleProvider _provider;
    private readonly Stream _stream;
    private readonly AudioDamage? _found;
    private long _toSkip;
    private long _framesLeft;
    private bool _ended;

    private ManagedSource(ISampleProvider provider, Stream stream, AudioInfo info, long frameCount, long toSkip, AudioDamage? damage)
    {
        PcmLayout.Check(info.Channels, info.SampleRate, 0);
        var believed = Math.Clamp(frameCount, 0, stream.Length * MaxFramesPerByte);
        (_provider, _stream, _found, _toSkip, _framesLeft) = (provider, stream, damage, toSkip, believed);
        (Info, FrameCount) = (info with { Duration = TimeSpan.FromSeconds((double)believed / info.SampleRate) }, believed);
    }

    public AudioInfo Info { get; }

    public long? FrameCount { get; }

    public AudioDamage? Damage => AudioDamage.Of(
        _found?.SkippedBytes ?? 0, (_found?.SecondsLost ?? 0) + (_ended ? (double)_framesLeft / Info.SampleRate : 0));

    /// <summary>Opens MPEG audio.</summary>
    /// <exception cref="AudioFormatException">It cannot be decoded.</exception>
    public static ManagedSource OpenMpeg(Stream stream, MpegFrames frames)
    {
        // A decoder that does not know the information frame decodes it as silence.
        var audio = SplicedStream.Of(stream, [new ByteRange(frames.InfoBytes, stream.Length - frames.InfoBytes)]);
        audio.Position = 0;
        var info = new AudioInfo($"mp{frames.Format.Layer}", frames.Format.SampleRate, frames.Format.Channels, TimeSpan.Zero, "mp3");
        return Guard("MP3", () => new ManagedSource(
            new MpegSampleProvider(new MpegFile(audio), frames), stream, info, frames.SampleCount, frames.SkippedAtStart, frames.Damage));
    }

    /// <summary>Opens Ogg Vorbis.</summary>
    /// <exception cref="AudioFormatException">It cannot be decoded.</exception>
    public static ManagedSource OpenVorbis(Stream stream, long skippedBytes) => Guard("Ogg Vorbis", () =>
    {
        VorbisHeaders.Check(new ByteWindow(stream));
        stream.Position = 0;
        var reader = new VorbisReader(stream, closeOnDispose: false) { ClipSamples = false };
        var info = new AudioInfo("vorbis", reader.SampleRate, reader.Channels, TimeSpan.Zero, "ogg");
        return new ManagedSource(
            new VorbisSampleProvider(reader), stream, info, reader.TotalSamples, toSkip: 0, AudioDamage.Of(skippedBytes, 0));
    });

    public int Read(Span<float> interleaved)
    {
        while (_toSkip > 0)
        {
            var skipped = ReadFrames(new float[Math.Min(_toSkip, SkipFrames) * Info.Channels]);
            if (skipped == 0)
            {
                return 0;
            }

            _toSkip -= skipped;
        }

        var frames = ReadFrames(
            interleaved[..(int)Math.Min(interleaved.Length / Info.Channels * Info.Channels, _framesLeft * Info.Channels)]);
        _framesLeft -= frames;
        _ended |= frames == 0;
        return frames;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Reads frames; undecodable data ends the audio.</summary>
    private int ReadFrames(Span<float> interleaved)
    {
        try
        {
            return interleaved.IsEmpty || _ended ? 0 : _provider.Read(interleaved) / Info.Channels;
        }
        catch (Exception error) when (IsDamage(error))
        {
            return 0;
        }
    }

    /// <summary>Whether an exception means damaged data: managed decoders throw many types.</summary>
    private static bool IsDamage(Exception error) =>
        error is InvalidDataException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or ArithmeticException
            or NullReferenceException;

    private static ManagedSource Guard(string name, Func<ManagedSource> open)
    {
        try
        {
            return open();
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new AudioFormatException($"The {name} data is damaged.");
        }
    }
}
