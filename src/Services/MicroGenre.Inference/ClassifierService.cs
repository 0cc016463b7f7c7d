using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Inference.Batching;
using MicroGenre.Inference.Features;
using MicroGenre.Inference.Models;
using MicroGenre.Signal;

namespace MicroGenre.Inference;

/// <summary>Answers the calls of <c>microgenre.v1.Classifier</c>.</summary>
public sealed class ClassifierService(ModelShelf shelf, IFeatureSource source, Batcher batcher, InferenceOptions options) : Classifier.ClassifierBase
{
    /// <inheritdoc/>
    public override Task<ClassifyReply> Classify(ClassifyRequest request, ServerCallContext context) =>
        ClassifyAsync(request.Options, settings => source.ExtractAsync(request.Audio, settings, context.CancellationToken), context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<ClassifyReply> ClassifyUpload(IAsyncStreamReader<ClassifyUploadRequest> requestStream, ServerCallContext context)
    {
        var upload = new AudioUploadReader<ClassifyUploadRequest, ClassifyUploadHeader>(requestStream, message => message.Header, message => message.Data, options.UploadLimits);
        var header = await upload.ReadHeaderAsync(context.CancellationToken);
        return await ClassifyAsync(
            header.Options,
            async settings =>
            {
                await using var audio = await upload.ReadAudioAsync(header.Upload, context.CancellationToken);
                return await source.ExtractAsync(audio, settings, context.CancellationToken);
            },
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var reply = new ListModelsReply();
        reply.Models.AddRange(shelf.List().Select(InfoOf));
        return Task.FromResult(reply);
    }

    private async Task<ClassifyReply> ClassifyAsync(ClassifyOptions? request, Func<FeatureSettings, Task<TrackFeature>> extract, CancellationToken cancellation)
    {
        var wanted = Check(request ?? new ClassifyOptions());
        using var lease = await shelf.RentAsync(wanted.Model, wanted.Version, cancellation);
        var clock = Stopwatch.StartNew();
        var feature = await extract(lease.Loaded.Card.Recipe.Features);
        var extracted = clock.Elapsed;
        var classification = await LibraryStatuses.TranslateAsync(() => batcher.ClassifyAsync(lease, feature.Matrix, cancellation));
        return new ClassifyReply
        {
            Model = lease.Loaded.Card.Name,
            Version = lease.Loaded.Card.Version,
            Prediction = PredictionOf(lease.Loaded.Card.Labels, classification.Probabilities, wanted.HasTop ? wanted.Top : int.MaxValue),
            Audio = feature.Audio,
            CacheHit = feature.CacheHit,
            Timing = new Timing
            {
                QueueSeconds = classification.Waited.TotalSeconds,
                FeatureSeconds = extracted.TotalSeconds,
                ComputeSeconds = classification.Computed.TotalSeconds,
            },
        };
    }

    private static ClassifyOptions Check(ClassifyOptions wanted)
    {
        if (wanted.Version < 0)
        {
            throw RpcErrors.InvalidArgument($"options.version: {wanted.Version} is no version; they count from 1.");
        }

        return wanted is { HasTop: true, Top: < 1 } ? throw RpcErrors.InvalidArgument($"options.top: {wanted.Top} genres cannot be answered with; ask for at least 1.") : wanted;
    }

    private static Prediction PredictionOf(IReadOnlyList<string> labels, float[] probabilities, int top)
    {
        var prediction = new Prediction();
        prediction.Genres.AddRange(labels
            .Zip(probabilities, (label, probability) => new GenreProbability { Label = label, Probability = probability })
            .OrderByDescending(genre => genre.Probability)
            .Take(top));
        return prediction;
    }

    private ModelInfo InfoOf(ModelStatus status)
    {
        var info = new ModelInfo
        {
            Name = status.Card.Name,
            Version = status.Card.Version,
            Recipe = status.Card.Recipe.Name,
            Created = Timestamp.FromDateTimeOffset(status.Card.Created),
            State = status.State,
            Problem = status.Problem,
            IsDefault = string.Equals(status.Card.Name, options.DefaultModel, StringComparison.Ordinal),
            Card = status.Card.ToJson(),
        };
        info.Labels.AddRange(status.Card.Labels);
        foreach (var (name, value) in status.Card.Metrics)
        {
            info.Metrics.Add(name, value);
        }

        return info;
    }
}
