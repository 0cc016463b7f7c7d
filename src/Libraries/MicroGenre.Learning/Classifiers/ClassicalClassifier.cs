using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A classical predictor together with the steps that turn a track into its vectors.</summary>
internal sealed class ClassicalClassifier(
    TrackVectors vectors, Voting voting, Standardizer? standardizer, double? clip, PrincipalComponents? components, IPredictor predictor,
        int threads) : IExactClassifier
{
    private const string FramesName = "input.frames";
    private const string PredictorPrefix = "learner.";

    private readonly LinearTrace? _trace =
        predictor is LinearScores scores && voting == Voting.Mean && components is null && standardizer is not null
            && vectors.AllKinds.All(VectorEvidence.IsKnown)
            ? new LinearTrace(vectors.AllKinds, vectors.Frames, standardizer, clip, scores) : null;

    /// <inheritdoc/>
    public bool IsExact => _trace is not null;

    public static ClassicalClassifier Train(ILearner learner, TrainingTask task)
    {
        var (recipe, settings) = (task.Recipe, task.Recipe.Input.Vector);
        var options = new FitOptions(recipe.Seed, task.Options.EffectiveThreads, task.Cancellation) { KeepSpace = task.Options.KeepSpace };
        var vectors = TrackVectors.Of(recipe, task.Train) with { Memory = task.Options.Memory };
        var shifts = Shifts(recipe.Training.Augmentation);
        var perTrack = new double[task.Train.Tracks.Count][][];
        options.For(
            0, perTrack.Length, i => perTrack[i] = [.. shifts.SelectMany(shift => vectors.From(task.Train.Tracks[i].Features, shift))]);
        var samples = Samples.Of([.. perTrack.SelectMany(rows => rows)]);
        var labels = perTrack.SelectMany((rows, i) => rows.Select(_ => task.Train.Tracks[i].Genre)).ToArray();

        var standardizer = settings.Standardize ? Standardizer.Fit(samples) : null;
        Prepare(samples, standardizer, settings.Clip);
        var components = settings.Components is { } count ? PrincipalComponents.Fit(samples, count) : null;
        var predictor = learner.Fit(components?.Apply(samples) ?? samples, labels, task.Train.Genres.Count, options);
        return new ClassicalClassifier(vectors, settings.Voting, standardizer, settings.Clip, components, predictor, options.Threads)
        {
            Space = settings.Voting == Voting.Mean && predictor is LinearScores { Space: { } space } ? space.Of(task.Train) : null,
        };
    }

    public static ClassicalClassifier Load(ILearner learner, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Input.Vector;
        return new ClassicalClassifier(
            new TrackVectors(settings.Kind, (int)weights.Require(FramesName).ToInt64()[0], settings.Also),
            settings.Voting,
            settings.Standardize ? Standardizer.From(weights) : null,
            settings.Clip,
            settings.Components is null ? null : PrincipalComponents.From(weights),
            learner.Load(weights.WithoutPrefix(PredictorPrefix)),
            Environment.ProcessorCount);
    }

    /// <remarks>Tracks are independent of each other, so they are classified in parallel.</remarks>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks) => [.. Read(tracks).Select(reading => reading.Probabilities)];

    /// <inheritdoc/>
    public IReadOnlyList<TrackReading> Read(IReadOnlyList<FeatureMatrix> tracks)
    {
        var readings = new TrackReading[tracks.Count];
        new FitOptions(Threads: threads).For(0, readings.Length, i => readings[i] = Read(tracks[i]));
        return readings;
    }

    /// <inheritdoc/>
    public TracedReading Trace(FeatureMatrix track)
    {
        var (made, explain) = _trace!.Of(track);
        return new TracedReading(Read(Samples.Of(made)), explain);
    }

    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = predictor.Weights().WithPrefix(PredictorPrefix).ToDictionary(StringComparer.Ordinal);
        weights[FramesName] = new TensorData([(long)vectors.Frames], 1);
        standardizer?.AddTo(weights);
        components?.AddTo(weights);
        return weights;
    }

    /// <inheritdoc/>
    public GenreSpace? Space { get; private init; }

    public void Dispose()
    {
    }

    // Shifted both ways instead of at random: vectors are computed once, before the learner is fitted.
    private static int[] Shifts(AugmentationSettings augmentation) => augmentation switch
    {
        { ChangesNothing: true } => [0],
        { RowShift: > 0 and var shift } when (augmentation with { RowShift = 0 }).ChangesNothing => [0, -shift, shift],
        _ => throw new InvalidRecipeException("training.augmentation: a classical learner supports only a positive rowShift."),
    };

    private static void Prepare(Samples samples, Standardizer? standardizer, double? clip)
    {
        standardizer?.Apply(samples);
        Clip(samples, clip);
    }

    private static void Clip(Samples samples, double? clip)
    {
        if (clip is { } limit)
        {
            foreach (ref var value in samples.Values.AsSpan())
            {
                value = Math.Clamp(value, -limit, limit);
            }
        }
    }

    // Values that are not standardized have no common scale.
    private static double[] Distances(Samples samples, Standardizer? standardizer)
    {
        if (standardizer is null)
        {
            return [];
        }

        var squares = 0.0;
        foreach (var value in samples.Values)
        {
            var cut = Math.Clamp(value, -Familiarity.LargestDeviation, Familiarity.LargestDeviation);
            squares += cut * cut;
        }

        return [squares / samples.Values.Length];
    }

    private TrackReading Read(FeatureMatrix track) => Read(Samples.Of(vectors.From(track)));

    private TrackReading Read(Samples samples)
    {
        standardizer?.Apply(samples);
        var distances = Distances(samples, standardizer);
        Clip(samples, clip);
        var seen = components?.Apply(samples) ?? samples;
        var answers = predictor.Predict(seen);
        var shares = voting == Voting.Mean && predictor is LinearScores { Known: var known } && known < predictor.Classes
            ? TaughtVotes.Mean(answers, known) : Vote(answers);
        return new TrackReading(Array.ConvertAll(shares, value => (float)value), distances) { PartVectors = [seen.Mean()] };
    }

    private double[] Vote(double[][] answers)
    {
        var sums = new double[predictor.Classes];
        foreach (var probabilities in answers)
        {
            if (voting == Voting.Majority)
            {
                sums[Vectors.ArgMax(probabilities)]++;
            }
            else
            {
                Vectors.AddScaled(sums, 1, probabilities);
            }
        }

        Vectors.Normalize(sums);
        return sums;
    }
}
