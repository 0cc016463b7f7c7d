using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>Audio decoded by libsndfile from a stream.</summary>
internal sealed unsafe class SndFileSource : IFrameSource
{
    /// <summary>The most frames per byte that a header may credibly claim. No codec reaches more than Opus at its lowest rate.</summary>
    private const int MaxFramesPerByte = 64;

    private readonly SndFileLibrary _library;
    private readonly Stream _stream;
    private readonly NativeInput _input;
    private readonly SndFileLibrary.VirtualIo* _callbacks;
    private readonly string _name;
    private readonly long _skippedBytes;
    private nint _file;
    private bool _ended;

    /// <param name="library">The library.</param>
    /// <param name="stream">The audio. The source owns the stream once it is open.</param>
    /// <param name="format">Its format.</param>
    /// <param name="skippedBytes">Number of bytes already skipped before the stream.</param>
    /// <exception cref="AudioFormatException">The library cannot read it.</exception>
    public SndFileSource(SndFileLibrary library, Stream stream, AudioFormat format, long skippedBytes = 0)
    {
        (_library, _stream, _name, _skippedBytes) = (library, stream, format.Name, skippedBytes);
        stream.Position = 0;
        _input = new NativeInput(stream);
        _callbacks = (SndFileLibrary.VirtualIo*)NativeMemory.Alloc((nuint)sizeof(SndFileLibrary.VirtualIo));
        *_callbacks = new() { GetLength = &GetLength, Seek = &Seek, Read = &Read, Write = &Write, Tell = &Tell };
        SndFileLibrary.Info info = default;
        _file = library.Open(_callbacks, &info, _input.Context);
        try
        {
            if (_file == 0 || info.Channels < 1)
            {
                throw new AudioFormatException($"The {_name} data is damaged or of a kind that is not supported", _input.Position);
            }

            PcmLayout.Check(info.Channels, info.SampleRate, 0);
        }
        catch
        {
            Release();
            throw;
        }

        FrameCount = info.Frames > 0 ? Math.Min(info.Frames, stream.Length * MaxFramesPerByte) : null;
        Info = new AudioInfo(
            Codec(info.Format), info.SampleRate, info.Channels, TimeSpan.FromSeconds((double)(FrameCount ?? 0) / info.SampleRate),
                Container(info.Format));
    }

    public AudioInfo Info { get; }

    public long? FrameCount { get; }

    /// <summary>Number of frames read so far.</summary>
    public long FramesRead { get; private set; }

    /// <summary>Whether the library met damage in the last read. It may have returned silence in its place.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether the library gave up, or stopped before the length that the file claims.</summary>
    public bool EndedEarly { get; private set; }

    public AudioDamage? Damage =>
        AudioDamage.Of(_skippedBytes, EndedEarly && FrameCount is { } claimed ? (double)(claimed - FramesRead) / Info.SampleRate : 0);

    public int Read(Span<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_file == 0, this);
        if (_ended)
        {
            return 0;
        }

        var frames = _library.Read(_file, interleaved, Info.Channels);
        _input.ThrowIfFailed();
        FramesRead += frames;
        Failed = _library.HasFailed(_file);
        if (frames < interleaved.Length / Info.Channels)
        {
            _ended = true;
            EndedEarly = Failed || FramesRead < FrameCount;
            if (Failed && FramesRead == 0)
            {
                throw new AudioFormatException($"The {_name} data is damaged", _input.Position);
            }
        }

        return frames;
    }

    public void Dispose()
    {
        Release();
        _stream.Dispose();
    }

    private void Release()
    {
        if (_file != 0)
        {
            _library.Close(_file);
            _file = 0;
        }

        _input.Dispose();
        NativeMemory.Free(_callbacks);
    }

    private static string Container(int format) => (format & 0x0FFF0000) switch
    {
        0x010000 => "wav",
        0x020000 => "aiff",
        0x030000 => "au",
        0x0B0000 => "w64",
        0x130000 => "wav",
        0x170000 => "flac",
        0x180000 => "caf",
        0x200000 => "ogg",
        0x230000 => "mp3",
        var other => $"format 0x{other >> 16:x}",
    };

    private static string Codec(int format) => (format & 0xFFFF) switch
    {
        0x0001 => "pcm_s8",
        0x0002 => "pcm_s16",
        0x0003 => "pcm_s24",
        0x0004 => "pcm_s32",
        0x0006 => "pcm_f32",
        0x0007 => "pcm_f64",
        0x0012 => "adpcm_ima",
        0x0013 => "adpcm_ms",
        0x0020 => "gsm610",
        0x0030 or 0x0031 or 0x0032 => "g721",
        0x0060 => "vorbis",
        0x0064 => "opus",
        0x0080 => "mp1",
        0x0081 => "mp2",
        0x0082 => "mp3",
        var other => $"codec 0x{other:x}",
    };

    // Exceptions must not pass through the library: they are kept here and thrown afterwards.
    [UnmanagedCallersOnly]
    private static long GetLength(nint context) => NativeInput.Of(context).Length;

    [UnmanagedCallersOnly]
    private static long Seek(long offset, int whence, nint context) => NativeInput.Of(context).Seek(offset, (SeekOrigin)whence);

    [UnmanagedCallersOnly]
    private static long Read(void* destination, long count, nint context) =>
        NativeInput.Of(context).Read(new Span<byte>(destination, (int)Math.Min(count, int.MaxValue)));

    [UnmanagedCallersOnly]
    private static long Write(void* source, long count, nint context) => 0;

    [UnmanagedCallersOnly]
    private static long Tell(nint context) => NativeInput.Of(context).Position;
}
