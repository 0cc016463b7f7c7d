namespace MicroGenre.Signal.Decoding;

/// <summary>The frames of an MP3 file, whatever lies before, between and behind them.</summary>
/// <param name="Format">A header that all frames agree with.</param>
/// <param name="Parts">The bytes of the frames, including the information frame.</param>
/// <param name="Count">Number of audio frames.</param>
/// <param name="Info">The content of the information frame; <see langword="null"/> if there is none.</param>
/// <param name="InfoBytes">The length of the information frame in bytes; 0 if there is none.</param>
/// <param name="Damage">The damage found between the frames.</param>
internal sealed record MpegFrames(
    MpegFrameHeader Format, IReadOnlyList<ByteRange> Parts, long Count, MpegInfo? Info, int InfoBytes, AudioDamage? Damage)
{
    /// <summary>The delay of a layer 3 decoder, in samples.</summary>
    private const int DecoderDelay = 529;

    /// <summary>Number of decoded samples before the start of the audio; 0 unless the encoder states how many it added.</summary>
    public int SkippedAtStart => IsGapless ? Info!.Delay + DecoderDelay : 0;

    /// <summary>Number of samples per channel.</summary>
    public long SampleCount
    {
        get
        {
            var decoded = Count * Format.SamplesPerFrame;
            var end = IsGapless && Info!.Frames is { } frames
                ? Math.Min(decoded, (frames * Format.SamplesPerFrame) - Info.Padding + DecoderDelay) : decoded;
            return Math.Max(0, end - SkippedAtStart);
        }
    }

    private bool IsGapless => Info is { Delay: > 0 } or { Padding: > 0 };

    /// <summary>Finds the frames; returns <see langword="null"/> if this is not MPEG audio.</summary>
    public static MpegFrames? Find(ByteWindow bytes) => new Scan(bytes, AudioTags.StartOfTrailing(bytes)).Run();

    /// <summary>
    /// Walks from frame to frame. If the next header is missing, it searches for frames: two headers in a row must agree with each other
    /// and with earlier frames, or three with each other.
    /// </summary>
    private sealed class Scan(ByteWindow bytes, long end)
    {
        private const long LongestStart = 1 << 20;
        private const int LongestFreeFrame = 1 << 13;
        private const int ShortestFrame = 24;
        private readonly ByteRanges _parts = new();
        private MpegFrameHeader? _format;
        private MpegInfo? _info;
        private int _infoBytes;
        private int _freeFrameBytes;
        private long _count;
        private long _skipped;
        private long _gaps;

        public MpegFrames? Run()
        {
            for (var at = 0L; at < end;)
            {
                for (var before = -1L; before < at;)
                {
                    before = at;
                    at = TakeFrames(TakeTags(at));
                }

                var next = Search(at);
                _skipped += next - at;
                _gaps += _format is not null && next < end ? next - at : 0;
                at = next;
                if (_format is null && _skipped > LongestStart)
                {
                    return null;
                }
            }

            return _format is { } format && _count > 0 ? Describe(format) : null;
        }

        /// <summary>
        /// An information frame with too small a frame count belongs to the first of several concatenated tracks. It is ignored, because it
        /// would cut the audio off after that track.
        /// </summary>
        private MpegFrames Describe(MpegFrameHeader format) => _info?.Frames is { } frames && frames + 1 < _count
            ? new MpegFrames(
                format, [new ByteRange(_parts.List[0].Start + _infoBytes, _parts.List[0].Length - _infoBytes), .. _parts.List.Skip(1)],
                    _count, null, 0, DamageOf(format))
            : new MpegFrames(format, _parts.List, _count, _info, _infoBytes, DamageOf(format));

        private AudioDamage? DamageOf(MpegFrameHeader format)
        {
            var bytesPerFrame = (double)_parts.Length / _count;
            var missing = _info?.Frames is { } frames ? Math.Max(0, frames - _count) : _gaps / bytesPerFrame;
            return AudioDamage.Of(_skipped, missing * format.SamplesPerFrame / format.SampleRate);
        }

        private long TakeTags(long at)
        {
            while (at < end && AudioTags.LengthAt(bytes, at) is > 0 and var length)
            {
                at += length;
            }

            return Math.Min(at, end);
        }

        /// <summary>Takes consecutive frames. Returns the offset behind the last one.</summary>
        private long TakeFrames(long at)
        {
            while (at < end && MpegFrameHeader.TryRead(bytes.At(at, MpegFrameHeader.Bytes), out var header) && IsFrame(at, header))
            {
                var length = Math.Min(LengthOf(at, header), end - at);
                _format ??= header;
                if (_count == 0 && _info is null
                    && MpegInfo.Read(header, bytes.At(at, (int)Math.Min(length, ByteWindow.Longest))) is { } info)
                {
                    (_info, _infoBytes) = (info, (int)length);
                }
                else
                {
                    _count++;
                }

                _parts.Add(at, length);
                at += length;
            }

            return at;
        }

        private bool IsFrame(long at, MpegFrameHeader header)
        {
            var follows = _format is { } format && format.Agrees(header);
            var isExpected = follows && _parts.List[^1].End == at;
            return isExpected ? LengthOf(at, header) > 0 : IsConfirmed(at, header, follows ? 2 : 3);
        }

        /// <summary>Whether enough headers in a row agree, or all headers up to the end of the file.</summary>
        private bool IsConfirmed(long at, MpegFrameHeader first, int needed)
        {
            var start = at;
            var header = first;
            _freeFrameBytes = _format is null ? 0 : _freeFrameBytes;
            for (var found = 1; ; found++)
            {
                var length = LengthOf(at, header);
                at += length;
                if (length == 0)
                {
                    return false;
                }

                if (found == needed || at >= end)
                {
                    return found == needed || (at == end ? found > 1 || start == 0 : found > 1 && start == 0);
                }

                if (!MpegFrameHeader.TryRead(bytes.At(at, MpegFrameHeader.Bytes), out header) || !header.Agrees(first))
                {
                    return false;
                }
            }
        }

        /// <summary>A frame's length in bytes; 0 if it cannot be determined.</summary>
        private int LengthOf(long at, MpegFrameHeader header)
        {
            if (header.BitRate > 0)
            {
                return header.FrameBytes;
            }

            if (_freeFrameBytes == 0)
            {
                _freeFrameBytes = MeasureFreeFrame(at, header);
            }

            return _freeFrameBytes == 0 ? 0 : _freeFrameBytes + header.FrameBytes;
        }

        /// <summary>The distance to the next matching free-format header, without this frame's padding.</summary>
        private int MeasureFreeFrame(long at, MpegFrameHeader header)
        {
            for (var length = ShortestFrame; length < LongestFreeFrame; length++)
            {
                if (MpegFrameHeader.TryRead(bytes.At(at + length, MpegFrameHeader.Bytes), out var next) && next.Agrees(header))
                {
                    return length - header.FrameBytes;
                }
            }

            return 0;
        }

        /// <summary>The offset of the next frame or tag.</summary>
        private long Search(long at)
        {
            var last = _format is null ? Math.Min(end, at + LongestStart + 1) : end;
            for (; at < last; at++)
            {
                at = bytes.IndexOfAny(0xFF, (byte)'I', at, last);
                if (at == last)
                {
                    break;
                }

                var start = bytes.At(at, MpegFrameHeader.Bytes);
                if (start[0] == 'I' ? start.StartsWith("ID3"u8) && AudioTags.LengthAt(bytes, at) > 0
                    : MpegFrameHeader.TryRead(start, out var header) && IsFrame(at, header))
                {
                    return at;
                }
            }

            return last;
        }
    }
}
