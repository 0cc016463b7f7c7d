namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Decoders that are not part of the program and are used if the machine has them. Without them, managed decoders handle MP3 and Ogg
/// Vorbis.
/// </summary>
/// <param name="SndFile">The library libsndfile; <see langword="null"/> if it is not installed.</param>
/// <param name="Mpg123">The library libmpg123; <see langword="null"/> if it is not installed.</param>
/// <param name="FfmpegCommand">Name or path of the ffmpeg executable; <see langword="null"/> to never use ffmpeg.</param>
internal sealed record ExternalDecoders(SndFileLibrary? SndFile, Mpg123Library? Mpg123, string? FfmpegCommand)
{
    private static readonly Lazy<ExternalDecoders> OfThisMachine =
        new(() => new ExternalDecoders(SndFileLibrary.TryLoad(), Mpg123Library.TryLoad(), "ffmpeg"));

    /// <summary>The decoders installed on this machine.</summary>
    public static ExternalDecoders Installed => OfThisMachine.Value;

    /// <summary>No external decoders.</summary>
    public static ExternalDecoders None { get; } = new(null, null, null);

    /// <summary>Opens audio with the first decoder that supports the format.</summary>
    /// <exception cref="AudioFormatException">No decoder can open it. The message says what to install, or what is wrong with the
    /// audio.</exception>
    public IFrameSource Open(Stream stream, AudioFormat format) => FirstThatCan(
        format,
        () => SndFile is not null && format.BySndFile ? new SndFileSource(SndFile, stream, format) : null,
        () => OpenFfmpeg(stream, format));

    /// <summary>Opens audio of a format whose damaged parts can be skipped.</summary>
    /// <param name="stream">The audio.</param>
    /// <param name="format">Its format.</param>
    /// <param name="bytes">Random access to the same bytes.</param>
    /// <param name="skippedBytes">Number of bytes already skipped before it.</param>
    /// <inheritdoc cref="Open(Stream, AudioFormat)" path="/exception"/>
    public IFrameSource Open(Stream stream, AudioFormat format, ByteWindow bytes, long skippedBytes = 0)
    {
        if (format == AudioFormat.Flac && SndFile is not null)
        {
            return FirstThatCan(format, () => new FlacSource(SndFile, stream, format, skippedBytes), () =>
                OpenFfmpeg(stream, format, skippedBytes));
        }

        if (format.Demuxer is not "ogg")
        {
            return Open(stream, format);
        }

        var pages = OggPages.Find(bytes);
        var whole = SplicedStream.Of(stream, pages.Parts);
        var skipped = skippedBytes + pages.SkippedBytes;
        return FirstThatCan(
            format,
            () => SndFile is not null ? new SndFileSource(SndFile, whole, format, skipped) : null,
            () => OpenFfmpeg(whole, format, skipped),
            () => format == AudioFormat.OggVorbis ? ManagedSource.OpenVorbis(whole, skipped) : null);
    }

    /// <summary>Opens the frames of MPEG audio.</summary>
    /// <inheritdoc cref="Open(Stream, AudioFormat)" path="/exception"/>
    public IFrameSource Open(Stream stream, MpegFrames frames) => FirstThatCan(
        AudioFormat.Mp3,
        () => Mpg123 is not null ? new Mpg123Source(Mpg123, stream, frames) : null,
        () => OpenFfmpeg(stream, AudioFormat.Mp3, frames.Damage?.SkippedBytes ?? 0),
        () => ManagedSource.OpenMpeg(stream, frames));

    private FfmpegSource? OpenFfmpeg(Stream stream, AudioFormat format, long skippedBytes = 0) =>
        FfmpegCommand is null ? null : FfmpegSource.Open(FfmpegCommand, stream, format, skippedBytes);

    /// <summary>
    /// Tries decoders in turn; a decoder that is not installed returns <see langword="null"/>. If all fail, the error is that of the first.
    /// </summary>
    private static IFrameSource FirstThatCan(AudioFormat format, params ReadOnlySpan<Func<IFrameSource?>> decoders)
    {
        AudioFormatException? refusal = null;
        foreach (var open in decoders)
        {
            try
            {
                if (open() is { } source)
                {
                    return source;
                }
            }
            catch (AudioFormatException error)
            {
                refusal ??= error;
            }
        }

        throw refusal ?? Missing(format);
    }

    private static AudioFormatException Missing(AudioFormat format)
    {
        var library = (format.BySndFile, OperatingSystem.IsMacOS(), OperatingSystem.IsWindows()) switch
        {
            (true, true, _) => "libsndfile ('brew install libsndfile') or ffmpeg ('brew install ffmpeg')",
            (false, true, _) => "ffmpeg ('brew install ffmpeg')",
            (_, _, true) => "ffmpeg ('winget install ffmpeg')",
            (true, _, _) => "libsndfile ('apt install libsndfile1' on Debian and Ubuntu, 'dnf install libsndfile' on Fedora) or ffmpeg",
            _ => "ffmpeg ('apt install ffmpeg' on Debian and Ubuntu, 'dnf install ffmpeg' on Fedora)",
        };
        return new AudioFormatException($"To decode {format.Name}, install {library}.");
    }
}
