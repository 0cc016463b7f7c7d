using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Has FeatureExtraction take features of a track that is sent to it.</summary>
public static class FeatureUpload
{
    /// <summary>How long a service may take for a track, unless told: many times what the longest needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Uploads a track and returns one of its features.</summary>
    /// <param name="client">The service.</param>
    /// <param name="name">What messages call the track.</param>
    /// <param name="audio">The file's bytes; seekable.</param>
    /// <param name="settings">What to compute.</param>
    /// <param name="patience">How long the service may take.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The service refused it, or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer is not what the contract says.</exception>
    public static async Task<ReceivedFeatures> ExtractAsync(
        this Contracts.FeatureExtractor.FeatureExtractorClient client, string name, Stream audio, FeatureSettings settings, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(audio);
        audio.Position = 0;
        var header = new ExtractUploadHeader { Upload = new UploadHeader { Name = name, Length = (ulong)audio.Length } };
        header.Features.Add(settings.ToSpec());
        using var call = client.ExtractUpload(deadline: DateTime.UtcNow + patience, cancellationToken: cancellation);

        // A refusal comes while the file is still being sent; it says more than the broken sending does.
        var answer = FeatureChunks.ReadAsync(call.ResponseStream, cancellation);
        await Task.WhenAll(answer, AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation));
        return await answer;
    }
}
