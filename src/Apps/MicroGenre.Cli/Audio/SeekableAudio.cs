namespace MicroGenre.Cli.Audio;

/// <summary>A track's bytes that can be read more than once.</summary>
internal static class SeekableAudio
{
    /// <summary>The bytes themselves, or a copy on disk of what comes through a pipe.</summary>
    public static async Task<Stream> OfAsync(Stream audio, CancellationToken cancellation)
    {
        if (audio.CanSeek)
        {
            return audio;
        }

        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16,
                FileOptions.DeleteOnClose);
        await audio.CopyToAsync(copy, cancellation);
        await copy.FlushAsync(cancellation);
        return copy;
    }
}
