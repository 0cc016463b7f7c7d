namespace MicroGenre.Signal.Decoding;

/// <summary>
/// FLAC by libsndfile, which ends at the first damage or gives silence for it. From there on a stream of the undamaged frames alone is decoded.
/// </summary>
internal sealed class FlacSource : IFrameSource
{
    private readonly SndFileLibrary _library;
    private readonly Stream _stream;
    private readonly AudioFormat _format;
    private SndFileSource? _current;
    private bool _searched;
    private long _framesRead;
    private long _toSkip;
    private long _claimed;
    private long _skippedBytes;

    /// <param name="library">libsndfile.</param>
    /// <param name="stream">The audio; the source owns it once it is open.</param>
    /// <param name="format">FLAC.</param>
    /// <param name="skippedBytes">How many bytes were left out of the stream.</param>
    /// <exception cref="AudioFormatException">The library cannot read it.</exception>
    public FlacSource(SndFileLibrary library, Stream stream, AudioFormat format, long skippedBytes = 0)
    {
        (_library, _stream, _format, _skippedBytes) = (library, stream, format, skippedBytes);
        _current = new SndFileSource(library, Lend(stream), format);
        (Info, FrameCount) = (_current.Info, _current.FrameCount);
    }

    public AudioInfo Info { get; }

    public long? FrameCount { get; }

    public AudioDamage? Damage =>
        AudioDamage.Of(_skippedBytes, _searched ? (double)(_claimed - _framesRead) / Info.SampleRate : 0);

    public int Read(Span<float> interleaved)
    {
        while (_current is not null)
        {
            var frames = TryRead(_toSkip > 0 ? interleaved[..(int)Math.Min(interleaved.Length, _toSkip * Info.Channels)] : interleaved);
            if (_toSkip > 0 && frames > 0)
            {
                _toSkip -= frames;
            }
            else if (frames > 0 && (_searched || !_current.Failed))
            {
                _framesRead += frames;
                return frames;
            }
            else
            {
                var next = _searched || !(_current.EndedEarly || _current.Failed) ? null : OpenFrom(_framesRead);
                _current.Dispose();
                _current = next;
            }
        }

        return _framesRead > 0 || !_searched ? 0 : throw new AudioFormatException("The FLAC data is damaged: no frame is whole");
    }

    public void Dispose()
    {
        _current?.Dispose();
        _stream.Dispose();
    }

    private static Stream Lend(Stream stream)
    {
        stream.Position = 0;
        return SeekableStream.Of(stream, owned: false);
    }

    private int TryRead(Span<float> interleaved)
    {
        try
        {
            return _current!.Read(interleaved);
        }
        catch (AudioFormatException) when (!_searched || _framesRead > 0)
        {
            return 0;
        }
    }

    /// <summary>The frames from that of a sample on, behind the metadata; <see langword="null"/> where there are none.</summary>
    private SndFileSource? OpenFrom(long firstSample)
    {
        _searched = true;
        _claimed = FrameCount ?? firstSample;
        var bytes = new ByteWindow(_stream);
        if (FlacFrames.Find(bytes) is not { } found)
        {
            return null;
        }

        var whole = new ByteRanges();
        var rest = new ByteRanges();
        rest.Add(0, found.FirstFrame);
        foreach (var frame in found.Frames)
        {
            whole.Add(frame.Start, frame.Length);
            if (frame.FirstSample + frame.SampleCount > firstSample)
            {
                _toSkip += Math.Max(0, firstSample - frame.FirstSample);
                rest.Add(frame.Start, frame.Length);
            }
        }

        _claimed = FrameCount ?? (found.Frames is [.., var last] ? last.FirstSample + last.SampleCount : 0);

        _skippedBytes += AudioTags.StartOfTrailing(bytes) - found.FirstFrame - whole.Length;
        return rest.Length > found.FirstFrame ? new SndFileSource(_library, SplicedStream.Of(Lend(_stream), rest.List), _format) : null;
    }
}
