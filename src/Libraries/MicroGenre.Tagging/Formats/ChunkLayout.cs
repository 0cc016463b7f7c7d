using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>The positions of the chunks in a WAV or AIFF file.</summary>
/// <param name="Chunks">The chunks in order.</param>
/// <param name="End">The end of the last chunk. Bytes behind it are not part of the form.</param>
/// <remarks>
/// A recorder that was interrupted, or a program that wrote to a pipe, leaves sizes unfinished: 0, the length of the header alone, or a
/// number greater than any file. The audio of such a file extends to its end.
/// </remarks>
internal sealed record ChunkLayout(IReadOnlyList<Chunk> Chunks, long End)
{
    /// <summary>The length of the form's header in bytes.</summary>
    public const int HeaderLength = 12;

    /// <summary>
    /// Sizes from here on that exceed the file are placeholders, not lengths: programs use 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF and others.
    /// </summary>
    private const uint Placeholder = 0x7FFF0000;

    /// <summary>Reads the headers of all chunks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="audio">The name of the chunk with the audio.</param>
    /// <param name="number">Reads a length.</param>
    /// <exception cref="TagFormatException">A header is malformed, or there is no audio.</exception>
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
                    // The form's size is a placeholder, and this is not a chunk: some program appended it to the last one.
                    break;
                }

                throw new TagFormatException($"Its chunk '{chunk.Id}' claims to be longer than the file.");
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
