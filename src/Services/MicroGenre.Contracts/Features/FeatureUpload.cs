using MicroGenre.Signal;

namespace MicroGenre.Contracts;

/// <summary>Has FeatureExtraction take features of a track that is sent to it.</summary>
public static class FeatureUpload
{
    /// <summary>Uploads a track and returns one of its features.</summary>
    /// <param name="client">The service.</param>
    /// <param name="name">What messages call the track.</param>
    /// <param name="audio">The file's bytes; seekable.</param>
    /// <param name="settings">What to compute.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The service refused it, or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer is not what the contract says.</exception>
    public static async Task<ReceivedFeatures> ExtractAsync(
        this FeatureExtractor.FeatureExtractorClient client, string name, Stream audio, FeatureSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(audio);
        audio.Position = 0;
        var header = new ExtractUploadHeader { Upload = new UploadHeader { Name = name, Length = (ulong)audio.Length } };
        header.Features.Add(settings.ToSpec());
        using var call = client.ExtractUpload(cancellationToken: cancellation);

        // A refusal comes while the file is still being sent; it says more than the broken sending does.
        var answer = FeatureChunks.ReadAsync(call.ResponseStream, cancellation);
        await Task.WhenAll(answer, AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation));
        return await answer;
    }
}
