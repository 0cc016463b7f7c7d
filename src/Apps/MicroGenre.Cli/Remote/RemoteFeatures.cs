using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Features;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Remote;

/// <summary>Has a service compute features.</summary>
internal sealed class RemoteFeatures(Server server) : IFeatureSource
{
    public async Task<ExtractedFeatures> ExtractAsync(TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation)
    {
        var header = new ExtractUploadHeader { Upload = new UploadHeader { Name = Path.GetFileName(track.Name) }, Features = { features.Select(settings => settings.ToSpec()) } };
        try
        {
            await using var audio = track.Open();
            using var call = new Contracts.FeatureExtractor.FeatureExtractorClient(server.Channel).ExtractUpload(cancellationToken: cancellation);
            var sending = AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation);
            var received = await Upload.AnswerAsync(sending, FeatureChunks.ReadAsync(call.ResponseStream, cancellation));
            var source = new AudioInfo(
                received.Audio.Codec, received.Audio.SampleRate, received.Audio.Channels, TimeSpan.FromSeconds(received.Audio.DurationSeconds), received.Audio.Container);
            return new ExtractedFeatures(source, received.Audio.ProcessedSampleRate, [.. received.Features.Select(feature => feature.Matrix)], received.Audio.ToDamage());
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    public void Dispose() => server.Dispose();
}
