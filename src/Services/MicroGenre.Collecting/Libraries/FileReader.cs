using Google.Protobuf;
using MicroGenre.Client;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collecting.Libraries;

/// <summary>Reads a file in parts.</summary>
internal static class FileReader
{
    /// <summary>Reads a file, or a part of it; of an empty file comes one part without bytes.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="offset">Number of bytes to skip.</param>
    /// <param name="length">Number of bytes to read; <see langword="null"/> for all that follow.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: the file is gone. OUT_OF_RANGE: the offset is beyond its end.</exception>
    public static IEnumerable<FilePart> Read(string path, ulong offset, ulong? length)
    {
        if (FileStatus.Of(path).Kind != FileKind.File)
        {
            throw RpcErrors.NotFound($"track: the file '{RawPath.Display(path)}' is gone.");
        }

        using var file = RawFile.OpenRead(path);
        var total = (ulong)file.Length;
        if (offset > 0 && offset >= total)
        {
            throw RpcErrors.OutOfRange($"offset: {offset} is beyond the end of the file, which has {total} bytes.");
        }

        file.Position = (long)offset;
        var left = Math.Min(length ?? total, total - offset);
        var buffer = new byte[Math.Min(left, Limits.ChunkBytes)];
        var isFirst = true;
        do
        {
            var size = (int)Math.Min(left, (ulong)buffer.Length);
            var count = file.ReadAtLeast(buffer.AsSpan(0, size), size, throwOnEndOfStream: false);
            var part = new FilePart { Data = ByteString.CopyFrom(buffer, 0, count) };
            (part.FileLength, part.Path) = isFirst ? (total, RawPath.Display(path)) : (0, "");
            yield return part;
            isFirst = false;

            // A file that has become shorter meanwhile ends early.
            left = count == 0 ? 0 : left - (ulong)count;
        }
        while (left > 0);
    }
}
