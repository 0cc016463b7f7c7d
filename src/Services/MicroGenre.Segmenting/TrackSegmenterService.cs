using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Segmenting.Segments;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Data;

namespace MicroGenre.Segmenting;

/// <summary>Implements <c>microgenre.v1.TrackSegmenter</c>.</summary>
public sealed class TrackSegmenterService(CachingSegmenter segmenter, DataRoot root, SegmentingOptions options)
    : TrackSegmenter.TrackSegmenterBase
{
    /// <inheritdoc/>
    public override async Task Segment(SegmentRequest request, IServerStreamWriter<SegmentReply> responseStream, ServerCallContext context)
    {
        var order = SegmentOrder.Of(request.Options);
        await using var audio = await AudioInput.OpenAsync(request.Audio, root, context.CancellationToken);
        await AnswerAsync(audio, order, responseStream, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task SegmentUpload(
        IAsyncStreamReader<SegmentUploadRequest> requestStream, IServerStreamWriter<SegmentReply> responseStream, ServerCallContext context)
    {
        var upload = new AudioUploadReader<SegmentUploadRequest, SegmentUploadHeader>(
            requestStream, message => message.Header, message => message.Data, options);
        var header = await upload.ReadHeaderAsync(context.CancellationToken);
        var order = SegmentOrder.Of(header.Options);
        await using var audio = await upload.ReadAudioAsync(header.Upload, context.CancellationToken);
        await AnswerAsync(audio, order, responseStream, context.CancellationToken);
    }

    /// <summary>Sends progress during the work, then the result. A slow reader misses progress reports but causes no delay.</summary>
    private async Task AnswerAsync(
        AudioInput audio, SegmentOrder order, IServerStreamWriter<SegmentReply> replies, CancellationToken cancellation)
    {
        var steps = Channel.CreateBounded<double>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var work = SegmentAsync();
        try
        {
            await foreach (var fraction in steps.Reader.ReadAllAsync(cancellation))
            {
                await replies.WriteAsync(new SegmentReply { Progress = new SegmentProgress { Fraction = fraction } }, cancellation);
            }
        }
        finally
        {
            // Even if the caller is gone: the audio must stay until no one reads it.
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await replies.WriteAsync(new SegmentReply { Result = await work }, cancellation);

        async Task<SegmentResult> SegmentAsync()
        {
            try
            {
                return await segmenter.SegmentAsync(audio, order, new Steps(steps.Writer, options.ProgressInterval), cancellation);
            }
            finally
            {
                steps.Writer.Complete();
            }
        }
    }

    private sealed class Steps(ChannelWriter<double> writer, TimeSpan interval) : IProgress<double>
    {
        private long _last = Stopwatch.GetTimestamp();

        public void Report(double value)
        {
            if (Stopwatch.GetElapsedTime(_last) >= interval)
            {
                _last = Stopwatch.GetTimestamp();
                writer.TryWrite(value);
            }
        }
    }
}
