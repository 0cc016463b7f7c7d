using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Audio decoded by an ffmpeg process, which pipes it as AU with 32-bit floats: its header states rate and channels. ffmpeg reads from a
/// file, because some formats keep their index at the end.
/// </summary>
internal sealed partial class FfmpegSource : IFrameSource
{
    private const int AuHeaderBytes = 24;

    /// <summary>
    /// Containers round their length and may include the codec's delay; a difference up to this many seconds is not damage.
    /// </summary>
    private const double RoundedSeconds = 0.25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Stream _stream;
    private readonly FileStream? _copy;
    private readonly FfmpegLog _log;
    private readonly PcmSource _samples;
    private readonly AudioFormat _format;
    private readonly long _skippedBytes;
    private readonly bool _tellsLength;
    private long _framesRead;
    private bool _ended;

    private FfmpegSource(Process process, Stream stream, FileStream? copy, AudioFormat format, long skippedBytes)
    {
        (_process, _stream, _copy, _format, _skippedBytes) = (process, stream, copy, format, skippedBytes);
        _log = new FfmpegLog(process);
        var header = new byte[AuHeaderBytes];
        var got = process.StandardOutput.BaseStream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got < header.Length)
        {
            throw Failure();
        }

        var layout = ReadHeader(header);
        var (codec, duration, tellsLength) = _log.Describe(Patience);
        _tellsLength = tellsLength;
        Info = new AudioInfo(codec, layout.SampleRate, layout.Channels, duration, format.Demuxer);
        _samples = new PcmSource(process.StandardOutput.BaseStream, layout, Info);
    }

    public AudioInfo Info { get; }

    public long? FrameCount => null;

    public AudioDamage? Damage
    {
        get
        {
            var missing = Info.Duration.TotalSeconds - ((double)_framesRead / Info.SampleRate);
            return AudioDamage.Of(_skippedBytes, _ended && _tellsLength && missing > RoundedSeconds ? missing : 0);
        }
    }

    /// <summary>Starts decoding; returns <see langword="null"/> if the executable does not exist.</summary>
    public static FfmpegSource? Open(string command, Stream stream, AudioFormat format, long skippedBytes)
    {
        var copy = stream is FileStream ? null : SeekableStream.Spool(stream);
        Process? process = null;
        try
        {
            process = Start(command, (copy ?? (FileStream)stream).Name, format.Demuxer);
            if (process is not null)
            {
                return new FfmpegSource(process, stream, copy, format, skippedBytes);
            }

            copy?.Dispose();
            return null;
        }
        catch
        {
            Stop(process);
            copy?.Dispose();
            throw;
        }
    }

    public int Read(Span<float> interleaved)
    {
        var frames = _samples.Read(interleaved);
        _framesRead += frames;
        _ended |= frames == 0;
        return frames > 0 || _framesRead > 0 ? frames : throw Failure();
    }

    public void Dispose()
    {
        Stop(_process);
        _copy?.Dispose();
        _stream.Dispose();
    }

    private static Process? Start(string command, string path, string demuxer)
    {
        // The demuxer is fixed and only files may be opened: a playlist cannot make ffmpeg fetch anything.
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", $"file:{path}",
            "-map", "0:a:0", "-f", "au", "-c:a", "pcm_f32be", "pipe:1",
        ];
        try
        {
            return Process.Start(new ProcessStartInfo(command, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardErrorEncoding = System.Text.Encoding.UTF8,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void Stop(Process? process)
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
        process.Dispose();
    }

    private PcmLayout ReadHeader(byte[] header)
    {
        var dataOffset = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        var sampleRate = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(16));
        var channels = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(20));
        PcmLayout.Check(channels, sampleRate, 0);
        // A remark follows the fixed part of the header.
        _process.StandardOutput.BaseStream.ReadExactly(new byte[dataOffset - AuHeaderBytes]);
        return new PcmLayout(_format.Demuxer, new SampleFormat(SampleEncoding.Float, 32, BigEndian: true), channels, sampleRate,
            dataOffset, long.MaxValue);
    }

    private AudioFormatException Failure()
    {
        if (_process.WaitForExit(Patience))
        {
            // Output may still arrive after the process exits: this waits for it as well.
            _process.WaitForExit();
        }

        return new AudioFormatException(_log.Has("moov atom not found") ? "It is cut off: the index (moov) is missing."
            : _log.Has("matches no streams") || _log.Has("does not contain any stream") ? "It holds no audio."
            : _log.Has("Decoder (codec") || _log.Has("Could not find codec parameters")
                ? $"Its audio is encrypted, or of a kind that this ffmpeg cannot decode ({_format.Name})."
            : _log.Has("Unknown input format") ? $"This ffmpeg cannot read {_format.Name}."
            : _log.HasInput ? $"It holds no audio that can be decoded ({_format.Name})."
            : $"The {_format.Name} data is damaged or cut off.");
    }

    /// <summary>Collects what ffmpeg writes to standard error.</summary>
    private sealed partial class FfmpegLog
    {
        private const int MostLines = 1000;
        private readonly TaskCompletionSource _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];
        private string _codec = "unknown";
        private TimeSpan _duration;
        private bool _hasVideo;
        private bool _isEstimated;

        public FfmpegLog(Process process)
        {
            process.ErrorDataReceived += (_, data) => Take(data.Data);
            process.BeginErrorReadLine();
        }

        /// <summary>Whether ffmpeg could open the file.</summary>
        public bool HasInput => Has("Input #0");

        /// <summary>Whether a line contains the words.</summary>
        public bool Has(string words)
        {
            lock (_lock)
            {
                return _lines.Exists(line => line.Contains(words, StringComparison.Ordinal));
            }
        }

        /// <summary>
        /// Codec and duration, which ffmpeg prints before it decodes, and whether the duration is that of the audio itself.
        /// </summary>
        public (string Codec, TimeSpan Duration, bool TellsLength) Describe(TimeSpan limit)
        {
            _described.Task.Wait(limit);
            lock (_lock)
            {
                return (_codec, _duration, !_hasVideo && !_isEstimated);
            }
        }

        private void Take(string? line)
        {
            if (line is null || line.StartsWith("Output #0", StringComparison.Ordinal))
            {
                _described.TrySetResult();
                return;
            }

            lock (_lock)
            {
                // Damaged files can make ffmpeg print a line for every packet.
                if (_lines.Count < MostLines)
                {
                    _lines.Add(line);
                }

                if (_described.Task.IsCompleted)
                {
                    return;
                }

                _isEstimated |= line.Contains("Estimating duration from bitrate", StringComparison.Ordinal);
                _hasVideo |= line.Contains("Video:", StringComparison.Ordinal)
                    && !line.Contains("(attached pic)", StringComparison.Ordinal);
                if (DurationPattern().Match(line) is { Success: true } duration)
                {
                    _duration = TimeSpan.Parse(duration.Groups["time"].Value, CultureInfo.InvariantCulture);
                }
                else if (CodecPattern().Match(line) is { Success: true } codec)
                {
                    _codec = codec.Groups["codec"].Value;
                }
            }
        }

        [GeneratedRegex(@"Duration: (?<time>\d\d:\d\d:\d\d\.\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
        private static partial Regex DurationPattern();

        [GeneratedRegex(@"Audio: (?<codec>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
        private static partial Regex CodecPattern();
    }
}
