namespace MicroGenre.Cli.Audio;

/// <summary>Makes a track's bytes seekable.</summary>
internal static class SeekableAudio
{
    /// <summary>Returns the stream itself, or a copy on disk if it is a pipe.</summary>
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
