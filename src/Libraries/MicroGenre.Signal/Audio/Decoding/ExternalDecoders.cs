namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Decoders that do not come with the program: whichever of them the machine has is used. Where none of them can, MP3 and Ogg Vorbis are
/// left to managed decoders.
/// </summary>
/// <param name="SndFile">The library libsndfile, where it is installed.</param>
/// <param name="Mpg123">The library libmpg123, where it is installed.</param>
/// <param name="FfmpegCommand">The ffmpeg executable, by name or path; <see langword="null"/> never to use one.</param>
internal sealed record ExternalDecoders(SndFileLibrary? SndFile, Mpg123Library? Mpg123, string? FfmpegCommand)
{
    private static readonly Lazy<ExternalDecoders> OfThisMachine =
        new(() => new ExternalDecoders(SndFileLibrary.TryLoad(), Mpg123Library.TryLoad(), "ffmpeg"));

    /// <summary>What this machine has.</summary>
    public static ExternalDecoders Installed => OfThisMachine.Value;

    /// <summary>None: only what the program decodes by itself.</summary>
    public static ExternalDecoders None { get; } = new(null, null, null);

    /// <summary>Opens audio of a format with the first decoder that can.</summary>
    /// <exception cref="AudioFormatException">None can; the message says what to install, or what is wrong with the audio.</exception>
    public IFrameSource Open(Stream stream, AudioFormat format) => FirstThatCan(
        format,
        () => SndFile is not null && format.BySndFile ? new SndFileSource(SndFile, stream, format) : null,
        () => OpenFfmpeg(stream, format));

    /// <summary>Opens audio of a format that some damage can be mended of.</summary>
    /// <param name="stream">The audio.</param>
    /// <param name="format">What it is.</param>
    /// <param name="bytes">A look at the same bytes.</param>
    /// <param name="skippedBytes">How many bytes before it are left out already.</param>
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

    /// <summary>Tries decoders in turn; one that is not here gives <see langword="null"/>. If all refuse, the first says why.</summary>
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
