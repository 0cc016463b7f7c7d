namespace MicroGenre.Tagging.Formats;

/// <summary>Copies parts of files.</summary>
internal static class StreamCopy
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Reads bytes.</summary>
    /// <exception cref="TagFormatException">The file ends too early.</exception>
    public static byte[] ReadBytes(this Stream file, long count)
    {
        if (count < 0 || count > file.Length - file.Position)
        {
            throw new TagFormatException("The file claims to be longer than it is.");
        }

        var bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Copies the bytes from one position to another.</summary>
    public static void CopyRange(this Stream source, Stream target, long from, long to)
    {
        source.Position = from;
        var buffer = new byte[BufferLength];
        for (var left = to - from; left > 0;)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            target.Write(buffer, 0, read);
            left -= read;
        }
    }
}
