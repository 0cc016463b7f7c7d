namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Decodes FLAC with libsndfile. libsndfile stops at the first damage or returns silence for it; from there on, only the undamaged frames
/// are decoded.
/// </summary>
internal sealed class FlacSource : IFrameSource
{
    private readonly SndFileLibrary _library;
    private readonly Stream _stream;
    private readonly AudioFormat _format;
    private readonly Queue<ByteRanges> _runs = new();
    private SndFileSource? _current;
    private bool _searched;
    private long _framesRead;
    private long _toSkip;
    private long _claimed;
    private long _skippedBytes;

    /// <param name="library">libsndfile.</param>
    /// <param name="stream">The audio. The source owns the stream once it is open.</param>
    /// <param name="format">FLAC.</param>
    /// <param name="skippedBytes">Number of bytes already skipped before the stream.</param>
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
                if (!_searched && (_current.EndedEarly || _current.Failed))
                {
                    FindRuns(_framesRead);
                }

                _current.Dispose();
                _current = _runs.TryDequeue(out var run) ? new SndFileSource(_library, SplicedStream.Of(Lend(_stream), run.List), _format)
                    : null;
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

    /// <summary>
    /// Finds the undamaged frames from a sample on, in runs without gaps. Each run is decoded on its own, behind the metadata, because some
    /// versions of the decoder fill gaps within one stream with silence.
    /// </summary>
    private void FindRuns(long firstSample)
    {
        _searched = true;
        _claimed = FrameCount ?? firstSample;
        var bytes = new ByteWindow(_stream);
        if (FlacFrames.Find(bytes) is not { } found)
        {
            return;
        }

        var next = -1L;
        var run = new ByteRanges();
        foreach (var frame in found.Frames.Where(frame => frame.FirstSample + frame.SampleCount > firstSample))
        {
            if (frame.FirstSample != next)
            {
                run = new ByteRanges();
                run.Add(0, found.FirstFrame);
                _runs.Enqueue(run);
            }

            run.Add(frame.Start, frame.Length);
            _toSkip += Math.Max(0, firstSample - frame.FirstSample);
            next = frame.FirstSample + frame.SampleCount;
        }

        _claimed = FrameCount ?? next;
        _skippedBytes += AudioTags.StartOfTrailing(bytes) - found.FirstFrame - found.Frames.Sum(frame => frame.Length);
    }
}
