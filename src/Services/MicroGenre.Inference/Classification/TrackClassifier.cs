using System.Diagnostics;
using MicroGenre.Contracts;
using MicroGenre.Inference.Drifts;
using MicroGenre.Inference.Models;
using MicroGenre.Learning;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Classification;

/// <summary>From a track to its answer: takes a model, gets the features it wants, has them classified.</summary>
public sealed class TrackClassifier(ModelCache models, Batcher batcher, DriftMetrics drift)
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

        if (options is { HasCoverage: true, Coverage: not (> 0 and < 1) })
        {
            throw RpcErrors.InvalidArgument($"options.coverage: {options.Coverage} is not above 0 and below 1.");
        }

        return options is { HasTop: true, Top: < 1 }
            ? throw RpcErrors.InvalidArgument($"options.top: {options.Top} is too few; ask for at least 1.")
            : models.RentAsync(options.Model, options.Version, cancellation);
    }

    /// <summary>Classifies a track.</summary>
    /// <inheritdoc cref="AnswerAsync"/>
    public async Task<ClassifyReply> ClassifyAsync(
        ClassifyOptions? options, Func<FeatureSettings, Task<TrackFeature>> extract, CancellationToken cancellation) =>
        (await AnswerAsync(options, extract, cancellation)).Reply;

    /// <summary>Classifies a track, and says what the model said.</summary>
    /// <param name="options">What the request asks for.</param>
    /// <param name="extract">Gets the track's features.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Grpc.Core.RpcException">The request cannot be answered.</exception>
    public async Task<ClassifiedTrack> AnswerAsync(
        ClassifyOptions? options, Func<FeatureSettings, Task<TrackFeature>> extract, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(extract);
        options ??= new ClassifyOptions();
        using var lease = await RentAsync(options, cancellation);
        var card = lease.Loaded.Card;
        RequireSets(lease.Loaded.Model, options);
        var clock = Stopwatch.StartNew();
        var feature = await extract(card.Recipe.Features);
        var extracted = clock.Elapsed;
        var windows = options.Timeline
            ? TimelineWindow.Cover(feature.Matrix, card.Recipe, options.HasTimelineSeconds ? options.TimelineSeconds : null) : [];
        var answer = await ClassifyAsync(
            lease, [feature.Matrix, .. windows.Select(window => feature.Matrix.Slice(window.Start, window.Frames))], cancellation);
        var track = answer.Answers[0].About(AudioExtraction.SoundOf(feature.Audio));
        var reply = ReplyOf(lease.Loaded, feature, track, TimingOf(answer, extracted), options);
        reply.Timeline.AddRange(windows.Zip(answer.Answers.Skip(1), (window, part) => new TimedPrediction
        {
            StartSeconds = window.StartSeconds(card.Recipe.Features),
            EndSeconds = Math.Min(window.EndSeconds(card.Recipe.Features), feature.Audio.DurationSeconds),
            Prediction = PredictionOf(card, part.Probabilities, options),
        }));
        return new ClassifiedTrack(reply, card, track);
    }

    /// <summary>Classifies a track and says why.</summary>
    /// <param name="options">What the request asks for.</param>
    /// <param name="genre">The genre to explain; empty for the most probable.</param>
    /// <param name="extract">Gets the track's features.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Grpc.Core.RpcException">The request cannot be answered.</exception>
    public async Task<ExplainReply> ExplainAsync(
        ClassifyOptions? options, string genre, Func<FeatureSettings, Task<TrackFeature>> extract, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(extract);
        options ??= new ClassifyOptions();
        if (options.Timeline)
        {
            throw RpcErrors.InvalidArgument("options.timeline: a timeline is not explained; ask for it with Classify.");
        }

        using var lease = await RentAsync(options, cancellation);
        RequireSets(lease.Loaded.Model, options);
        var clock = Stopwatch.StartNew();
        var feature = await extract(lease.Loaded.Card.Recipe.Features);
        var extracted = clock.Elapsed;
        var answer = await batcher.ClassifyAsync(lease, [feature.Matrix], cancellation, new Why(genre.Length > 0 ? genre : null));
        return new ExplainReply
        {
            Answer = ReplyOf(
                lease.Loaded, feature, answer.Answers[0].About(AudioExtraction.SoundOf(feature.Audio)), TimingOf(answer, extracted),
                options),
            Explanation = ExplanationMapping.ToMessage(answer.Explanation!),
        };
    }

    private static void RequireSets(GenreModel model, ClassifyOptions options)
    {
        if (options.HasCoverage)
        {
            model.RequireSets();
        }
    }

    private ClassifyReply ReplyOf(
        LoadedModel loaded, TrackFeature feature, GenreAnswer track, Timing timing, ClassifyOptions options)
    {
        drift.Add(loaded.Card, track);
        var prediction = PredictionOf(loaded.Card, track, options);
        if (options.HasCoverage)
        {
            prediction.Set = new GenreSet { Coverage = options.Coverage };
            prediction.Set.Labels.AddRange(loaded.Model.SetOf(track, options.Coverage));
        }

        return new ClassifyReply
        {
            Model = loaded.Card.Name,
            Version = loaded.Card.Version,
            Prediction = prediction,
            Audio = feature.Audio,
            CacheHit = feature.CacheHit,
            Timing = timing,
        };
    }

    /// <summary>Has matrices classified by a model that has been taken.</summary>
    /// <exception cref="Grpc.Core.RpcException">The queue is full, or the model cannot take them.</exception>
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
        prediction.Verdict = answer.Verdict.ToMessage();
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

/// <summary>What a model said of a track.</summary>
/// <param name="Reply">As the request wants it.</param>
/// <param name="Card">The model's card.</param>
/// <param name="Answer">All of it.</param>
public sealed record ClassifiedTrack(ClassifyReply Reply, ModelCard Card, GenreAnswer Answer);
