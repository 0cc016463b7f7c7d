using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Inference.Classification;
using MicroGenre.Inference.Models;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Inference;

/// <summary>Implements <c>microgenre.v1.Classifier</c>.</summary>
public sealed class ClassifierService(
    ModelCache models, TrackClassifier classifier, IFeatureSource source, LocalFeatures local, BatchCall batches, InferenceOptions options)
    : Classifier.ClassifierBase
{
    /// <inheritdoc/>
    public override async Task<ClassifyReply> Classify(ClassifyRequest request, ServerCallContext context) =>
        (await AnswerAsync(request, context.CancellationToken)).Reply;

    /// <inheritdoc/>
    public override async Task<ClassifyReply> ClassifyUpload(
        IAsyncStreamReader<ClassifyUploadRequest> requestStream, ServerCallContext context)
    {
        var upload = new AudioUploadReader<ClassifyUploadRequest, ClassifyUploadHeader>(
            requestStream, message => message.Header, message => message.Data, options);
        var header = await upload.ReadHeaderAsync(context.CancellationToken);
        return await classifier.ClassifyAsync(
            header.Options,
            settings => ExtractAsync(upload, header.Upload, settings, context.CancellationToken),
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task ClassifyBatch(IAsyncStreamReader<ClassifyBatchRequest> requestStream,
        IServerStreamWriter<ClassifyBatchReply> responseStream, ServerCallContext context)
    {
        var groups = new AnswerGroups();
        await batches.AnswerAsync(
            requestStream,
            responseStream,
            options.LargestBatch,
            async (item, cancellation) =>
            {
                var request = item.Request ?? throw RpcErrors.InvalidArgument("request: missing.");
                var answer = await AnswerAsync(request, cancellation);
                if (item.Group.Length > 0)
                {
                    groups.Add(item.Group, answer, request.Options ?? new ClassifyOptions());
                }

                return (IEnumerable<ClassifyBatchReply>)[new ClassifyBatchReply { Id = item.Id, Reply = answer.Reply }];
            },
            (item, error) => new ClassifyBatchReply { Id = item.Id, Error = error },
            context.CancellationToken);
        foreach (var reply in groups.Replies())
        {
            await responseStream.WriteAsync(reply, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task ClassifyLive(IAsyncStreamReader<ClassifyLiveRequest> requestStream,
        IServerStreamWriter<ClassifyLiveReply> responseStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var live = new AudioUploadReader<ClassifyLiveRequest, ClassifyLiveHeader>(
            requestStream, message => message.Header, message => message.Data, options);
        var header = LiveHeader.Check(await live.ReadHeaderAsync(cancellation));
        using var lease = await classifier.RentAsync(header.Options, cancellation);
        var window = new LiveWindow(header, LiveHeader.WindowOf(header, lease.Loaded.Card.Recipe));
        var step = window.BytesOf(LiveHeader.StepOf(header));
        var due = step;
        while (await live.ReadChunkAsync(cancellation) is { } chunk)
        {
            while (!chunk.IsEmpty)
            {
                var next = Math.Min(due, chunk.Length);
                window.Add(chunk.Span[..next]);
                (chunk, due) = (chunk[next..], due - next);
                if (due == 0)
                {
                    await responseStream.WriteAsync(await AnswerAsync(lease, window, header.Options, cancellation), cancellation);
                    due = step;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Task<ExplainReply> Explain(ExplainRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return classifier.ExplainAsync(
            request.Options, request.Genre, settings => source.ExtractAsync(request.Audio, settings, context.CancellationToken),
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<ExplainReply> ExplainUpload(
        IAsyncStreamReader<ExplainUploadRequest> requestStream, ServerCallContext context)
    {
        var upload = new AudioUploadReader<ExplainUploadRequest, ExplainUploadHeader>(
            requestStream, message => message.Header, message => message.Data, options);
        var header = await upload.ReadHeaderAsync(context.CancellationToken);
        return await classifier.ExplainAsync(
            header.Options, header.Genre, settings => ExtractAsync(upload, header.Upload, settings, context.CancellationToken),
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var reply = new ListModelsReply();
        reply.Models.AddRange(models.List().Select(InfoOf));
        return Task.FromResult(reply);
    }

    private static ModelInfo InfoOf(ModelStatus status)
    {
        var info = new ModelInfo
        {
            Name = status.Card.Name,
            Version = status.Card.Version,
            Recipe = status.Card.Recipe.Name,
            Created = Timestamp.FromDateTimeOffset(status.Card.Created),
            State = status.State,
            Problem = status.Problem,
            IsDefault = status.IsDefault,
            // Names and places of hundreds of training tracks are of no use to a caller.
            Card = (status.Card with { Places = null }).ToJson(),
        };
        info.Labels.AddRange(status.Card.Labels);
        info.DisplayNames.AddRange(status.Card.Labels.Select(status.Card.NameOf));
        foreach (var (name, value) in status.Card.Metrics)
        {
            info.Metrics.Add(name, value);
        }

        return info;
    }

    private async Task<TrackFeature> ExtractAsync<TRequest, THeader>(
        AudioUploadReader<TRequest, THeader> upload, UploadHeader header, FeatureSettings settings, CancellationToken cancellation)
        where TRequest : class
        where THeader : class
    {
        await using var audio = await upload.ReadAudioAsync(header, cancellation);
        return await source.ExtractAsync(audio, settings, cancellation);
    }

    private Task<ClassifiedTrack> AnswerAsync(ClassifyRequest request, CancellationToken cancellation) =>
        classifier.AnswerAsync(request.Options, settings => source.ExtractAsync(request.Audio, settings, cancellation), cancellation);

    // Computed here: live audio is not in any cache and will not be asked for again.
    private async Task<ClassifyLiveReply> AnswerAsync(
        LoadedModel.Lease lease, LiveWindow window, ClassifyOptions wanted, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await using var audio = window.ToAudio();
        var feature = await local.ExtractAsync(audio, lease.Loaded.Card.Recipe.Features, cancellation);
        var extracted = clock.Elapsed;
        var answer = await classifier.ClassifyAsync(lease, [feature.Matrix], cancellation);
        return new ClassifyLiveReply
        {
            Model = lease.Loaded.Card.Name,
            Version = lease.Loaded.Card.Version,
            Prediction = new TimedPrediction
            {
                StartSeconds = window.StartSeconds,
                EndSeconds = window.EndSeconds,
                Prediction = TrackClassifier.PredictionOf(
                    lease.Loaded.Card, answer.Answers[0].About(AudioExtraction.SoundOf(feature.Audio)), wanted),
            },
            Timing = TrackClassifier.TimingOf(answer, extracted),
        };
    }
}
