using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>Audio that libsndfile decodes from a stream.</summary>
internal sealed unsafe class SndFileSource : IFrameSource
{
    /// <summary>More frames than this per byte no codec makes (Opus at its lowest rate); a header that claims more is not believed.</summary>
    private const int MaxFramesPerByte = 64;

    private readonly SndFileLibrary _library;
    private readonly Stream _stream;
    private readonly SndFileLibrary.VirtualIo* _callbacks;
    private GCHandle _context;
    private nint _file;

    public SndFileSource(SndFileLibrary library, Stream stream, AudioFormat format)
    {
        _library = library;
        _stream = stream;
        stream.Position = 0;
        var reading = new Reading(stream);
        _context = GCHandle.Alloc(reading);
        _callbacks = (SndFileLibrary.VirtualIo*)NativeMemory.Alloc((nuint)sizeof(SndFileLibrary.VirtualIo));
        *_callbacks = new() { GetLength = &GetLength, Seek = &Seek, Read = &Read, Write = &Write, Tell = &Tell };
        SndFileLibrary.Info info = default;
        _file = library.Open(_callbacks, &info, GCHandle.ToIntPtr(_context));
        if (_file == 0 || info.Channels < 1)
        {
            var reason = library.LastError(0) ?? "not understood";
            var offset = reading.Position;
            Release();
            throw new AudioFormatException($"{format.Name}: {reason.TrimEnd('.', '\n')}", offset);
        }

        try
        {
            PcmLayout.Check(info.Channels, info.SampleRate, 0);
        }
        catch
        {
            Release();
            throw;
        }

        FrameCount = info.Frames > 0 ? Math.Min(info.Frames, stream.Length * MaxFramesPerByte) : null;
        Info = new AudioInfo(
            Codec(info.Format), info.SampleRate, info.Channels, TimeSpan.FromSeconds((double)(FrameCount ?? 0) / info.SampleRate), Container(info.Format));
    }

    public AudioInfo Info { get; }

    public long? FrameCount { get; }

    public int Read(Span<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_file == 0, this);
        var frames = _library.Read(_file, interleaved, Info.Channels);
        var reading = (Reading)_context.Target!;
        if (reading.Error is { } error)
        {
            throw new IOException(error.Message, error);
        }

        return frames > 0 || _library.LastError(_file) is not { } reason
            ? frames
            : throw new AudioFormatException($"{Info.Container}: {reason.TrimEnd('.', '\n')}", reading.Position);
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

        if (_context.IsAllocated)
        {
            _context.Free();
            NativeMemory.Free(_callbacks);
        }
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

    // No exception may pass through the library: what goes wrong while reading is kept and thrown afterwards.
    [UnmanagedCallersOnly]
    private static long GetLength(nint context) => Of(context).Length;

    [UnmanagedCallersOnly]
    private static long Seek(long offset, int whence, nint context) => Of(context).Seek(offset, (SeekOrigin)whence);

    [UnmanagedCallersOnly]
    private static long Read(void* destination, long count, nint context) =>
        Of(context).Read(new Span<byte>(destination, (int)Math.Min(count, int.MaxValue)));

    [UnmanagedCallersOnly]
    private static long Write(void* source, long count, nint context) => 0;

    [UnmanagedCallersOnly]
    private static long Tell(nint context) => Of(context).Position;

    private static Reading Of(nint context) => (Reading)GCHandle.FromIntPtr(context).Target!;

    /// <summary>The stream as the library sees it.</summary>
    private sealed class Reading(Stream stream)
    {
        public Exception? Error { get; private set; }

        public long Length { get; } = stream.Length;

        public long Position => stream.Position;

        public long Seek(long offset, SeekOrigin origin)
        {
            var target = offset + origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => stream.Position,
                _ => Length,
            };
            stream.Position = Math.Clamp(target, 0, Length);
            return stream.Position;
        }

        public long Read(Span<byte> destination)
        {
            try
            {
                return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException or NotSupportedException)
            {
                Error = error;
                return 0;
            }
        }
    }
}
