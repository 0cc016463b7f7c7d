using System.Diagnostics;
using MicroGenre.Contracts;
using MicroGenre.Inference.Models;
using MicroGenre.Learning;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Classification;

/// <summary>Classifies a track: rents a model, gets the features it needs and classifies them.</summary>
public sealed class TrackClassifier(ModelCache models, Batcher batcher)
{
    /// <summary>Rents the model that a request asks for.</summary>
    /// <exception cref="Grpc.Core.RpcException">The options are invalid, or the model does not exist or cannot be loaded.</exception>
    public Task<LoadedModel.Lease> RentAsync(ClassifyOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Version < 0)
        {
            throw RpcErrors.InvalidArgument($"options.version: {options.Version} is not a valid version; versions count from 1.");
        }

        if (options.HasTimelineSeconds && !LiveHeader.IsTime(options.TimelineSeconds))
        {
            throw RpcErrors.InvalidArgument(
                $"options.timeline_seconds: {options.TimelineSeconds} is not in {LiveHeader.ShortestTime} to {LiveHeader.LongestTime}.");
        }

        return options is { HasTop: true, Top: < 1 }
            ? throw RpcErrors.InvalidArgument($"options.top: {options.Top} is too few; ask for at least 1.")
            : models.RentAsync(options.Model, options.Version, cancellation);
    }

    /// <summary>Classifies a track.</summary>
    /// <param name="options">The options of the request.</param>
    /// <param name="extract">Returns the track's features.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The request cannot be answered.</exception>
    public async Task<ClassifyReply> ClassifyAsync(
        ClassifyOptions? options, Func<FeatureSettings, Task<TrackFeature>> extract, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(extract);
        options ??= new ClassifyOptions();
        using var lease = await RentAsync(options, cancellation);
        var card = lease.Loaded.Card;
        var clock = Stopwatch.StartNew();
        var feature = await extract(card.Recipe.Features);
        var extracted = clock.Elapsed;
        var windows = options.Timeline
            ? TimelineWindow.Cover(feature.Matrix, card.Recipe, options.HasTimelineSeconds ? options.TimelineSeconds : null) : [];
        var answer = await ClassifyAsync(
            lease, [feature.Matrix, .. windows.Select(window => feature.Matrix.Slice(window.Start, window.Frames))], cancellation);
        var reply = new ClassifyReply
        {
            Model = card.Name,
            Version = card.Version,
            Prediction = PredictionOf(card, answer.Answers[0].About(AudioExtraction.SoundOf(feature.Audio)), options),
            Audio = feature.Audio,
            CacheHit = feature.CacheHit,
            Timing = TimingOf(answer, extracted),
        };
        reply.Timeline.AddRange(windows.Zip(answer.Answers.Skip(1), (window, part) => new TimedPrediction
        {
            StartSeconds = window.StartSeconds(card.Recipe.Features),
            EndSeconds = Math.Min(window.EndSeconds(card.Recipe.Features), feature.Audio.DurationSeconds),
            Prediction = PredictionOf(card, part.Probabilities, options),
        }));
        return reply;
    }

    /// <summary>Classifies matrices with a rented model.</summary>
    /// <exception cref="Grpc.Core.RpcException">The queue is full, or the model cannot classify them.</exception>
    public Task<BatchAnswer> ClassifyAsync(
        LoadedModel.Lease lease, IReadOnlyList<FeatureMatrix> features, CancellationToken cancellation) =>
        batcher.ClassifyAsync(lease, features, cancellation);

    /// <summary>Converts a model's answer to the form that a request asks for.</summary>
    public static Prediction PredictionOf(ModelCard card, GenreAnswer answer, ClassifyOptions options)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var prediction = PredictionOf(card, answer.Probabilities, options);
        prediction.Uncertain = answer.Uncertain;
        prediction.Reason = answer.Reason ?? "";
        prediction.Verdict = answer.Verdict switch
        {
            Learning.Verdict.NoMusic => Contracts.Verdict.NoMusic,
            Learning.Verdict.Unfamiliar => Contracts.Verdict.Unfamiliar,
            _ => Contracts.Verdict.Ok,
        };
        return prediction;
    }

    // Sections of a track are too short to be judged on their own.
    private static Prediction PredictionOf(ModelCard card, float[] probabilities, ClassifyOptions options)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(options);
        var prediction = new Prediction { Uncertain = card.Calibration?.IsUncertain(probabilities) ?? false };
        prediction.Genres.AddRange(card.Labels
            .Zip(probabilities, (label, probability) =>
                new GenreProbability { Label = label, Probability = probability, DisplayName = card.NameOf(label) })
            .OrderByDescending(genre => genre.Probability)
            .Take(options.HasTop ? options.Top : int.MaxValue));
        return prediction;
    }

    /// <summary>The timing of an answer.</summary>
    public static Timing TimingOf(BatchAnswer answer, TimeSpan extracted)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Timing
        {
            QueueSeconds = answer.Waited.TotalSeconds,
            FeatureSeconds = extracted.TotalSeconds,
            ComputeSeconds = answer.Computed.TotalSeconds,
        };
    }
}
