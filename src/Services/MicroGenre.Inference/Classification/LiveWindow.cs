using System.Buffers.Binary;
using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Inference.Classification;

/// <summary>A sliding window over a live stream of samples, in the form of a WAV file.</summary>
public sealed class LiveWindow
{
    private const int HeaderLength = 44;
    private const int MostBytes = 16 * 1024 * 1024;
    private const short PcmFormat = 1;
    private const short FloatFormat = 3;

    private readonly byte[] _file;
    private readonly int _frameBytes;
    private readonly long _bytesPerSecond;
    private int _filled;
    private long _seen;

    /// <summary>Creates an empty window.</summary>
    /// <param name="header">The format of the samples.</param>
    /// <param name="window">The length of the window.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the window exceeds 16 MiB of samples.</exception>
    public LiveWindow(ClassifyLiveHeader header, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(header);
        var isFloat = header.Encoding == SampleEncoding.F32Le;
        var sampleBytes = isFloat ? sizeof(float) : sizeof(short);
        var channels = Math.Max(1, header.Channels);
        _frameBytes = sampleBytes * channels;
        _bytesPerSecond = (long)_frameBytes * header.SampleRate;
        var bytes = BytesOf(window);
        if (bytes > MostBytes)
        {
            throw RpcErrors.InvalidArgument(
                $"window_seconds: {window.TotalSeconds} s are {bytes} bytes of samples, over the limit of {MostBytes}.");
        }

        _file = new byte[HeaderLength + bytes];

        var head = _file.AsSpan(0, HeaderLength);
        "RIFF"u8.CopyTo(head);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], isFloat ? FloatFormat : PcmFormat);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], header.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], (int)_bytesPerSecond);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], (short)_frameBytes);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], (short)(8 * sampleBytes));
        "data"u8.CopyTo(head[36..]);
    }

    /// <summary>Position of the window's start in the stream, in seconds.</summary>
    public double StartSeconds => (double)(_seen - _filled) / _bytesPerSecond;

    /// <summary>Position of the window's end in the stream, in seconds.</summary>
    public double EndSeconds => (double)_seen / _bytesPerSecond;

    /// <summary>Number of bytes for a length of time: whole samples of all channels, at least one.</summary>
    public int BytesOf(TimeSpan time) => (int)Math.Max(1, time.TotalSeconds * _bytesPerSecond / _frameBytes) * _frameBytes;

    /// <summary>Appends samples.</summary>
    public void Add(ReadOnlySpan<byte> samples)
    {
        var data = _file.AsSpan(HeaderLength);
        _seen += samples.Length;
        samples = samples[Math.Max(0, samples.Length - data.Length)..];
        var leaving = Math.Max(0, _filled + samples.Length - data.Length);
        data[leaving.._filled].CopyTo(data);
        _filled -= leaving;
        samples.CopyTo(data[_filled..]);
        _filled += samples.Length;
    }

    /// <summary>The window as a file. It is valid until samples are appended.</summary>
    public AudioInput ToAudio()
    {
        var whole = _filled - (_filled % _frameBytes);
        BinaryPrimitives.WriteInt32LittleEndian(_file.AsSpan(4), HeaderLength - 8 + whole);
        BinaryPrimitives.WriteInt32LittleEndian(_file.AsSpan(40), whole);
        return AudioInput.OfBytes("the live audio", _file.AsMemory(0, HeaderLength + whole));
    }
}
