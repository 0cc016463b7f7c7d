using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Looks features up in FeatureExtraction by the hash of a track, before the track is sent.</summary>
public static class FeatureLookup
{
    /// <summary>
    /// Returns a feature of a track if the service has it in its cache. Otherwise, or if the service does not support lookups, returns
    /// <see langword="null"/>.
    /// </summary>
    /// <param name="client">The client of the service.</param>
    /// <param name="sha256">SHA-256 of the file.</param>
    /// <param name="settings">The feature.</param>
    /// <param name="patience">The maximum duration of the call.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RpcException">The service refused the call or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer violates the contract.</exception>
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
