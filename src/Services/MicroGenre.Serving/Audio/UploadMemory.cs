using Microsoft.IO;

namespace MicroGenre.Serving.Audio;

/// <summary>
/// Memory for uploads, in blocks that are used again: an upload of a track needs no large array, which only a collection of everything
/// would free.
/// </summary>
internal static class UploadMemory
{
    private const int BlockBytes = 128 * 1024;
    private const int LargeBytes = 1024 * 1024;
    private const int KeptBytes = 64 * 1024 * 1024;

    private static readonly RecyclableMemoryStreamManager Streams = new(new RecyclableMemoryStreamManager.Options(
        blockSize: BlockBytes, largeBufferMultiple: LargeBytes, maximumBufferSize: AudioLimits.UploadMemory,
            maximumSmallPoolFreeBytes: KeptBytes, maximumLargePoolFreeBytes: KeptBytes));

    /// <summary>An empty stream, whose blocks are given back when it is disposed.</summary>
    public static Stream NewStream() => Streams.GetStream();
}
