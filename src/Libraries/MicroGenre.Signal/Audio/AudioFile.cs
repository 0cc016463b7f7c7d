using System.Runtime.InteropServices;
using MicroGenre.Signal.Decoding;
using MicroGenre.Signal.Files;

namespace MicroGenre.Signal;

/// <summary>Opens audio from a file, a stream or bytes. The format is detected from the content, never from the name.</summary>
/// <remarks>
/// WAV, AIFF, AU, MP3 and Ogg Vorbis are decoded without any other software. FLAC and Opus need the library libsndfile; if libsndfile and
/// libmpg123 are installed, they also decode MP3 and Ogg Vorbis. M4A, WMA and the sound of films need an <c>ffmpeg</c> executable on the
/// path.
/// </remarks>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// Console.WriteLine($"{clip.Samples.Length} samples at {clip.SampleRate} Hz");
/// </code></example>
public static class AudioFile
{
    /// <summary>The sample rate of the papers and of librosa, in Hz.</summary>
    public const int DefaultSampleRate = 22050;

    private const int ReadBlock = 1 << 16;

    /// <summary>Decodes a whole file to mono at <paramref name="sampleRate"/> Hz.</summary>
    /// <exception cref="AudioFormatException">The format is not supported, or the file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AudioClip Read(string path, int sampleRate = DefaultSampleRate) => ReadToEnd(() => Open(path, sampleRate));

    /// <summary>Decodes a stream from its current position to its end. The stream stays open.</summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static AudioClip Read(Stream stream, int sampleRate = DefaultSampleRate)
    {
        using var seekable = SeekableStream.Of(stream, owned: false);
        return ReadToEnd(() =>
        {
            seekable.Position = 0;
            return Open(seekable, sampleRate);
        });
    }

    /// <summary>Decodes the bytes of a whole file.</summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static AudioClip Read(ReadOnlyMemory<byte> bytes, int sampleRate = DefaultSampleRate) =>
        ReadToEnd(() => Open(bytes, sampleRate));

    /// <summary>Opens a file to decode it piece by piece.</summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static AudioReader Open(string path, int sampleRate = DefaultSampleRate) =>
        Open(RawFile.OpenRead(path), sampleRate, owned: true);

    /// <summary>
    /// Opens a stream to decode it piece by piece. The stream stays open. A stream that cannot seek is first copied to a temporary file.
    /// </summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static AudioReader Open(Stream stream, int sampleRate = DefaultSampleRate) => Open(stream, sampleRate, owned: false);

    /// <summary>Opens the bytes of a file to decode them piece by piece.</summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static AudioReader Open(ReadOnlyMemory<byte> bytes, int sampleRate = DefaultSampleRate) =>
        Open(MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false), sampleRate, owned: true);

    private static AudioReader Open(Stream stream, int sampleRate, bool owned)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        return new AudioReader(AudioDecoder.Open(SeekableStream.Of(stream, owned), ExternalDecoders.Installed), sampleRate);
    }

    // Only after the last sample is it known whether the channels cancel each other; if so, the loudest channel is read instead.
    private static AudioClip ReadToEnd(Func<AudioReader> open)
    {
        int? channel;
        using (var reader = open())
        {
            var clip = ReadToEnd(reader);
            channel = reader.ChannelInsteadOfMean;
            if (channel is null)
            {
                return clip;
            }
        }

        using var again = open();
        again.Channel = channel;
        return ReadToEnd(again);
    }

    private static AudioClip ReadToEnd(AudioReader reader)
    {
        var samples = GC.AllocateUninitializedArray<float>(CheckLength(reader.Length ?? ReadBlock, reader));
        var count = reader.Read(samples);
        var more = new float[ReadBlock];
        while (count == samples.Length && reader.Read(more) is > 0 and var got)
        {
            Array.Resize(ref samples, CheckLength(Math.Max(2L * count, count + ReadBlock), reader));
            more.AsSpan(0, got).CopyTo(samples.AsSpan(count));
            count += got + reader.Read(samples.AsSpan(count + got));
        }

        if (count == 0)
        {
            throw new AudioFormatException("The audio holds no samples", 0);
        }

        Array.Resize(ref samples, count);
        return new AudioClip(samples, reader.SampleRate, reader.Source, reader.Sound, reader.Damage);
    }

    private static int CheckLength(long samples, AudioReader reader) => samples <= Array.MaxLength
        ? (int)samples
        : throw new AudioFormatException(
            $"{samples} samples at {reader.SampleRate} Hz do not fit in memory at once; read them piece by piece", 0);
}
