using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Has FeatureExtraction take features of a track that is sent to it.</summary>
public static class FeatureUpload
{
    /// <summary>How long a service may take for a track, unless told: many times what the longest needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Uploads a track and returns features of it.</summary>
    /// <param name="client">The service.</param>
    /// <param name="upload">What messages call the track, and its length, where it is known.</param>
    /// <param name="audio">The file's bytes, from where the stream stands.</param>
    /// <param name="settings">What to compute.</param>
    /// <param name="patience">How long the service may take; as long as it likes where there is none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The service refused it, or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer is not what the contract says.</exception>
    public static async Task<ReceivedFeatures> ExtractAsync(
        this Contracts.FeatureExtractor.FeatureExtractorClient client,
        UploadHeader upload,
        Stream audio,
        IReadOnlyList<FeatureSettings> settings,
        TimeSpan? patience,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        var header = new ExtractUploadHeader { Upload = upload, Features = { settings.Select(feature => feature.ToSpec()) } };
        using var call = client.ExtractUpload(deadline: DateTime.UtcNow + patience, cancellationToken: cancellation);
        var sending = AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation);
        return await AudioUpload.AnswerAsync(sending, FeatureChunks.ReadAsync(call.ResponseStream, cancellation));
    }
}
