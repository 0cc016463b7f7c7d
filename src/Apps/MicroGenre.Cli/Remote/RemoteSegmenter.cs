using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>Segments tracks through a Segmenting service.</summary>
internal sealed class RemoteSegmenter(Server server, SegmentOptions options) : ITrackSegmenter
{
    private readonly TrackSegmenter.TrackSegmenterClient _client = new(server.Channel);

    public async Task<SegmentResult> SegmentAsync(string name, Stream audio, IProgress<double> progress, CancellationToken cancellation)
    {
        var header = new SegmentUploadHeader { Upload = new UploadHeader { Name = Path.GetFileName(name) }, Options = options };
        try
        {
            using var call = _client.SegmentUpload(cancellationToken: cancellation);
            var sending = AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation);
            return await AudioUpload.AnswerAsync(sending, FollowAsync(call.ResponseStream, progress, cancellation));
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    public void Dispose() => server.Dispose();

    private async Task<SegmentResult> FollowAsync(
        IAsyncStreamReader<SegmentReply> replies, IProgress<double> progress, CancellationToken cancellation)
    {
        await foreach (var reply in replies.ReadAllAsync(cancellation))
        {
            if (reply.PartCase == SegmentReply.PartOneofCase.Result)
            {
                return reply.Result;
            }

            progress.Report(reply.Progress.Fraction);
        }

        throw new FailureException($"{server.Address} ended without a result.");
    }
}
