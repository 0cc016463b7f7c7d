using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Uploads tracks to FeatureExtraction and receives their features.</summary>
public static class FeatureUpload
{
    /// <summary>The default time limit per track: many times what the longest track needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Uploads a track and returns its features.</summary>
    /// <param name="client">The client of the service.</param>
    /// <param name="upload">The track's name in messages, and its length if known.</param>
    /// <param name="audio">The file's bytes, from the stream's current position.</param>
    /// <param name="settings">The features to compute.</param>
    /// <param name="patience">The maximum duration; <see langword="null"/> for no limit.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The service refused the track or does not answer.</exception>
    /// <exception cref="InvalidDataException">The answer violates the contract.</exception>
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
