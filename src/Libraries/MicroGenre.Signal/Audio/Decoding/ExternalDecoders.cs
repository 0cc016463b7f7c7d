namespace MicroGenre.Signal.Decoding;

/// <summary>Decoders that do not come with the program: whichever of them the machine has is used.</summary>
/// <param name="SndFile">The library libsndfile, where it is installed.</param>
/// <param name="FfmpegCommand">The ffmpeg executable, by name or path; <see langword="null"/> never to use one.</param>
internal sealed record ExternalDecoders(SndFileLibrary? SndFile, string? FfmpegCommand)
{
    private static readonly Lazy<ExternalDecoders> OfThisMachine = new(() => new ExternalDecoders(SndFileLibrary.TryLoad(), "ffmpeg"));

    /// <summary>What this machine has.</summary>
    public static ExternalDecoders Installed => OfThisMachine.Value;

    /// <summary>None: only the formats that the program decodes by itself.</summary>
    public static ExternalDecoders None { get; } = new(null, null);

    /// <summary>Opens audio of a format with the first decoder that can.</summary>
    /// <exception cref="AudioFormatException">None can; the message says which are missing, or what they say.</exception>
    public IFrameSource Open(Stream stream, AudioFormat format)
    {
        AudioFormatException? refusal = null;
        if (format.BySndFile && SndFile is not null)
        {
            try
            {
                return new SndFileSource(SndFile, stream, format);
            }
            catch (AudioFormatException error)
            {
                refusal = error;
            }
        }

        if (FfmpegCommand is not null)
        {
            try
            {
                return FfmpegSource.Open(FfmpegCommand, stream, format) ?? throw refusal ?? Missing(format);
            }
            catch (AudioFormatException) when (refusal is not null)
            {
                throw refusal;
            }
        }

        throw refusal ?? Missing(format);
    }

    private static AudioFormatException Missing(AudioFormat format)
    {
        const string ffmpeg = "an ffmpeg executable on the path (Debian: ffmpeg)";
        var needs = format.BySndFile ? $"the library libsndfile 1.2 (Debian: libsndfile1) or {ffmpeg}" : ffmpeg;
        return new AudioFormatException($"To decode {format.Name}, install {needs}", 0);
    }
}
