using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Remote;

/// <summary>Computes features through a FeatureExtraction service.</summary>
internal sealed class RemoteExtractor(Server server) : ITrackExtractor
{
    public async Task<ExtractedFeatures> ExtractAsync(
        TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation)
    {
        var client = new Contracts.FeatureExtractor.FeatureExtractorClient(server.Channel);
        var upload = new UploadHeader { Name = Path.GetFileName(track.Name) };
        try
        {
            await using var audio = track.Open();
            var received = await client.ExtractAsync(upload, audio, features, patience: null, cancellation);
            var source = new AudioInfo(
                received.Audio.Codec, received.Audio.SampleRate, received.Audio.Channels,
                    TimeSpan.FromSeconds(received.Audio.DurationSeconds), received.Audio.Container);
            return new ExtractedFeatures(source, received.Audio.ProcessedSampleRate,
                [.. received.Features.Select(feature => feature.Matrix)], received.Audio.ToDamage());
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    public void Dispose() => server.Dispose();
}
