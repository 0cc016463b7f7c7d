using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>Where the chunks of a WAV or AIFF file are.</summary>
/// <param name="Chunks">The chunks in order.</param>
/// <param name="End">Where they end. What follows is no part of the form.</param>
/// <remarks>
/// A recorder that was cut off, or a program that wrote to a pipe, leaves sizes unfinished: 0, the length of the header alone, or a number
/// beyond all files. The audio of such a file goes on to its end.
/// </remarks>
internal sealed record ChunkLayout(IReadOnlyList<Chunk> Chunks, long End)
{
    /// <summary>The length of the form's header in bytes.</summary>
    public const int HeaderLength = 12;

    /// <summary>
    /// From here on a size that is more than the file holds is a mark, not a length: programs take 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF and
    /// others.
    /// </summary>
    private const uint Placeholder = 0x7FFF0000;

    /// <summary>Reads the headers of all chunks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="audio">The name of the chunk with the audio.</param>
    /// <param name="number">Reads a length.</param>
    /// <exception cref="TagFormatException">One is malformed, or there is no audio.</exception>
    public static ChunkLayout Read(Stream file, string audio, Func<byte[], int, uint> number)
    {
        file.Position = 0;
        var formEnd = Chunk.HeaderLength + (long)number(file.ReadBytes(HeaderLength), 4);
        var chunks = new List<Chunk>();
        var sound = default(Chunk);
        var at = (long)HeaderLength;
        while (at + Chunk.HeaderLength <= (sound is not null && sound.End <= formEnd ? Math.Min(formEnd, file.Length) : file.Length))
        {
            file.Position = at;
            var header = file.ReadBytes(Chunk.HeaderLength);
            var chunk = new Chunk(Encoding.Latin1.GetString(header, 0, 4), at, number(header, 4));
            if (chunk.Id == audio && IsUnfinished(chunk, formEnd, file.Length))
            {
                chunk = chunk with { Length = file.Length - chunk.Content };
            }

            if (chunk.End > file.Length)
            {
                if (sound is not null && sound.End > formEnd)
                {
                    // The form's size tells nothing, and this is no chunk: it is what somebody has left behind the last one.
                    break;
                }

                throw new TagFormatException($"Its chunk '{chunk.Id}' says that it is longer than the file.");
            }

            chunks.Add(chunk);
            sound ??= chunk.Id == audio ? chunk : null;
            at = Math.Min(file.Length, chunk.End + (chunk.Length & 1));
        }

        return sound is null ? throw new TagFormatException($"It has no '{audio}' chunk.")
            : new ChunkLayout(chunks, sound.End <= formEnd ? Math.Max(at, Math.Min(formEnd, file.Length)) : at);
    }

    private static bool IsUnfinished(Chunk audio, long formEnd, long fileLength) => audio.Length == 0
        ? formEnd <= audio.Content || formEnd - Chunk.HeaderLength >= Placeholder
        : audio.End > fileLength && audio.Length >= Placeholder;
}
