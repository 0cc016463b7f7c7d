using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal;

/// <summary>A digest of decoded audio. Files with equal digests sound the same: every sample of every channel is equal.</summary>
/// <param name="SampleRate">Samples per second and channel, in Hz.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="Frames">Samples per channel.</param>
/// <param name="Sha256">SHA-256, in hexadecimal, of all samples as 32-bit floats with interleaved channels.</param>
/// <example><code>var unchanged = AudioDigest.Of("before.flac") == AudioDigest.Of("after.flac");</code></example>
public sealed record AudioDigest(int SampleRate, int Channels, long Frames, string Sha256)
{
    private const int BlockSamples = 1 << 15;

    /// <summary>Computes the digest of a file at its own sample rate, without loading it into memory as a whole.</summary>
    /// <exception cref="AudioFormatException">The format is not supported, or the file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static AudioDigest Of(string path, CancellationToken cancellation = default)
    {
        using var source = AudioDecoder.Open(File.OpenRead(path), ExternalDecoders.Installed);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = InterleavedBlock.Create(source.Info.Channels, BlockSamples);
        var total = 0L;
        while (source.Read(block) is > 0 and var frames)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(MemoryMarshal.AsBytes(block.AsSpan(0, frames * source.Info.Channels)));
            total += frames;
        }

        return new AudioDigest(source.Info.SampleRate, source.Info.Channels, total, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
