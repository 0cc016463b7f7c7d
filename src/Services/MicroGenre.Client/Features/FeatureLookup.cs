using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Asks FeatureExtraction for features of a track by its content, before the track is sent.</summary>
public static class FeatureLookup
{
    /// <summary>
    /// One of a track's features if the service has it in its cache; else <see langword="null"/>, also from a service that cannot be asked
    /// so.
    /// </summary>
    /// <param name="client">The service.</param>
    /// <param name="sha256">SHA-256 of the file's bytes.</param>
    /// <param name="settings">Which feature.</param>
    /// <param name="patience">How long the service may take.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="RpcException">The service refused the question, or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer is not what the contract says.</exception>
    public static async Task<ReceivedFeatures?> FindAsync(
        this Contracts.FeatureExtractor.FeatureExtractorClient client, byte[] sha256, FeatureSettings settings, TimeSpan patience,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        var request = new LookupRequest { Sha256 = ByteString.CopyFrom(sha256), Features = { settings.ToSpec() } };
        using var call = client.Lookup(request, deadline: DateTime.UtcNow + patience, cancellationToken: cancellation);
        try
        {
            var assembly = new FeatureAssembly();
            var found = false;
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                found = true;
                assembly.Add(call.ResponseStream.Current);
            }

            return found ? assembly.Complete() : null;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return null;
        }
    }
}
