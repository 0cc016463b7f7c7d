using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>MPEG audio decoded by libmpg123 from a stream of frames.</summary>
internal sealed unsafe class Mpg123Source : IFrameSource
{
    private readonly Mpg123Library _library;
    private readonly Stream _stream;
    private readonly NativeInput _input;
    private nint _decoder;

    /// <exception cref="AudioFormatException">The library cannot decode it.</exception>
    public Mpg123Source(Mpg123Library library, Stream stream, MpegFrames frames)
    {
        _library = library;
        _stream = stream;
        stream.Position = 0;
        _input = new NativeInput(stream);
        _decoder = library.Create();
        if (_decoder == 0
            || library.Open(_decoder, &Read, &Seek, _input.Context) != Mpg123Library.Ok
            || library.GetFormat(_decoder, out var sampleRate, out var channels) != Mpg123Library.Ok)
        {
            Release();
            throw new AudioFormatException("The MP3 data is damaged: no frame can be decoded");
        }

        FrameCount = frames.SampleCount;
        Damage = frames.Damage;
        Info = new AudioInfo($"mp{frames.Format.Layer}", sampleRate, channels,
            TimeSpan.FromSeconds((double)frames.SampleCount / sampleRate), "mp3");
    }

    public AudioInfo Info { get; }

    public long? FrameCount { get; }

    public AudioDamage? Damage { get; }

    public int Read(Span<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        var wanted = interleaved[..(interleaved.Length / Info.Channels * Info.Channels)];
        var done = 0;
        while (done < wanted.Length)
        {
            var status = _library.Read(_decoder, wanted[done..], out var got);
            done += got;
            _input.ThrowIfFailed();
            // Undecodable data ends the audio like the end of the file: invalid frames were left out before.
            if (status != Mpg123Library.Ok && (status != Mpg123Library.NewFormat || !HasSameFormat()))
            {
                break;
            }
        }

        return done / Info.Channels;
    }

    public void Dispose()
    {
        Release();
        _stream.Dispose();
    }

    private bool HasSameFormat() =>
        _library.GetFormat(_decoder, out var sampleRate, out var channels) == Mpg123Library.Ok
            && (sampleRate, channels) == (Info.SampleRate, Info.Channels);

    private void Release()
    {
        if (_decoder != 0)
        {
            _library.Delete(_decoder);
            _decoder = 0;
        }

        _input.Dispose();
    }

    [UnmanagedCallersOnly]
    private static nint Read(nint context, void* destination, nuint count) =>
        (nint)NativeInput.Of(context).Read(new Span<byte>(destination, (int)Math.Min(count, int.MaxValue)));

    [UnmanagedCallersOnly]
    private static long Seek(nint context, long offset, int whence) => NativeInput.Of(context).Seek(offset, (SeekOrigin)whence);
}
