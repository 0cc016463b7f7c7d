using Microsoft.IO;

namespace MicroGenre.Serving.Audio;

/// <summary>Pooled memory for uploads, in blocks: uploads need no large arrays, which only a full garbage collection would free.</summary>
internal static class UploadMemory
{
    private const int BlockBytes = 128 * 1024;
    private const int LargeBytes = 1024 * 1024;
    private const int KeptBytes = 64 * 1024 * 1024;

    private static readonly RecyclableMemoryStreamManager Streams = new(new RecyclableMemoryStreamManager.Options(
        blockSize: BlockBytes, largeBufferMultiple: LargeBytes, maximumBufferSize: AudioLimits.UploadMemory,
            maximumSmallPoolFreeBytes: KeptBytes, maximumLargePoolFreeBytes: KeptBytes));

    /// <summary>Creates an empty stream. Disposing it returns its blocks to the pool.</summary>
    public static Stream NewStream() => Streams.GetStream();
}
