using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>A feature received from a service.</summary>
/// <param name="Header">Its description and origin.</param>
/// <param name="Matrix">The values.</param>
public sealed record ReceivedFeature(FeatureHeader Header, FeatureMatrix Matrix);

/// <summary>A track's features received from a service.</summary>
/// <param name="Audio">The description of the audio.</param>
/// <param name="Features">The features, in the order of the request.</param>
public sealed record ReceivedFeatures(AudioDescription Audio, IReadOnlyList<ReceivedFeature> Features);

/// <summary>Converts features to a stream of messages, and back.</summary>
public static class FeatureChunks
{
    /// <summary>Splits the values of a feature into messages without copying them.</summary>
    public static IEnumerable<FeatureChunk> Split(FeatureHeader header, ReadOnlyMemory<byte> values)
    {
        yield return new FeatureChunk { Header = header };
        for (var at = 0; at < values.Length; at += Limits.ChunkBytes)
        {
            var length = Math.Min(Limits.ChunkBytes, values.Length - at);
            yield return new FeatureChunk { Data = UnsafeByteOperations.UnsafeWrap(values.Slice(at, length)) };
        }
    }

    /// <summary>Reads the answer to an upload.</summary>
    /// <exception cref="InvalidDataException">The stream violates the contract.</exception>
    public static async Task<ReceivedFeatures> ReadAsync(IAsyncStreamReader<FeatureChunk> chunks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var assembly = new FeatureAssembly();
        while (await chunks.MoveNext(cancellation))
        {
            assembly.Add(chunks.Current);
        }

        return assembly.Complete();
    }

    /// <summary>Reads the features of a unary answer.</summary>
    /// <exception cref="InvalidDataException">The answer violates the contract.</exception>
    public static ReceivedFeatures Read(ExtractReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var assembly = new FeatureAssembly();
        assembly.Add(new FeatureChunk { Audio = reply.Audio });
        foreach (var feature in reply.Features)
        {
            assembly.Add(new FeatureChunk { Header = feature.Header });
            assembly.Add(new FeatureChunk { Data = feature.Data });
        }

        return assembly.Complete();
    }
}
