using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>How an ensemble combines the probabilities of its members.</summary>
public enum OpinionPool
{
    /// <summary>Weighted arithmetic mean.</summary>
    Arithmetic,

    /// <summary>
    /// Weighted geometric mean, normalised to a sum of 1 (the logarithmic opinion pool; Genest and Zidek, 1986). If the members' scores are
    /// linear in their vectors, so are those of the ensemble.
    /// </summary>
    Geometric,
}

/// <summary>Parameters of an ensemble.</summary>
internal sealed record EnsembleSettings
{
    /// <summary>The members; each is trained on the features of the ensemble.</summary>
    public IReadOnlyList<EnsembleMember> Members { get; init; } = [];

    /// <summary>How the members' probabilities are combined.</summary>
    public OpinionPool Pooling { get; init; } = OpinionPool.Arithmetic;
}

/// <summary>A member of an ensemble: a recipe without name and features.</summary>
internal sealed record EnsembleMember
{
    /// <summary>How features are prepared for the member.</summary>
    public InputSettings Input { get; init; } = new();

    /// <summary>The member's classifier.</summary>
    public required ClassifierSettings Classifier { get; init; }

    /// <summary>How the member is trained. The <c>initialWeights</c> of the ensemble, if set, replace the member's.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>The weight in the mean, relative to the other members.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>Trains several classifiers one after the other on the same tracks and averages their probabilities.</summary>
internal sealed class EnsembleKind : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        var members = Members(task.Recipe);
        var trained = new TrainedParts();
        try
        {
            for (var i = 0; i < members.Count; i++)
            {
                trained.Add(ClassifierKinds.Find(members[i].Recipe).Train(ForMember(task, members[i].Recipe, i, members.Count)),
                    PhaseOf(i, members.Count));
            }

            return trained.As(new Ensemble(trained.Classifiers, [.. members.Select(member => member.Weight)], PoolingOf(task.Recipe)));
        }
        catch
        {
            trained.DisposeAll();
            throw;
        }
    }

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        var members = Members(recipe);
        return new Ensemble(
            [.. members.Select(
                (member, i) => ClassifierKinds.Find(member.Recipe).Load(member.Recipe, labels, weights.WithoutPrefix($"{i}.")))],
            [.. members.Select(member => member.Weight)],
            PoolingOf(recipe));
    }

    /// <inheritdoc/>
    public ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) => WithMembers(settings, member => member with
    {
        Classifier = ClassifierKinds.WithEpochsAtMost(member.Classifier, epochs),
        Training = member.Training.WithEpochsAtMost(epochs),
    });

    /// <inheritdoc/>
    public ClassifierSettings WithInputs(ClassifierSettings settings, Func<InputSettings, InputSettings> change) =>
        WithMembers(settings, member => member with
        {
            Input = change(member.Input),
            Classifier = ClassifierKinds.WithInputs(member.Classifier, change),
        });

    /// <inheritdoc/>
    public bool TrainsInEpochs(ClassifierSettings settings) =>
        settings.As<EnsembleSettings>().Members.Any(member => ClassifierKinds.TrainsInEpochs(member.Classifier));

    /// <inheritdoc/>
    public IEnumerable<InputSettings> Inputs(ClassifierSettings settings) => settings.As<EnsembleSettings>().Members
        .SelectMany(member => ClassifierKinds.Inputs(member.Classifier).Prepend(member.Input));

    private static ClassifierSettings WithMembers(ClassifierSettings settings, Func<EnsembleMember, EnsembleMember> change) =>
        settings with
        {
            Parameters = Recipe.ToElement(settings.As<EnsembleSettings>() with
            {
                Members = [.. settings.As<EnsembleSettings>().Members.Select(change)],
            }),
        };

    private static OpinionPool PoolingOf(Recipe recipe) => recipe.Classifier.As<EnsembleSettings>().Pooling;

    /// <summary>The recipes of the members, with their weights.</summary>
    internal static List<(Recipe Recipe, double Weight)> Members(Recipe recipe)
    {
        var members = recipe.Classifier.As<EnsembleSettings>().Members;
        Predictors.Require(members.Count > 0, "an ensemble needs members");
        Predictors.Require(members.All(member => member.Weight > 0), "the weight of a member must be positive");
        return [.. members.Select((member, i) => (recipe with
        {
            Name = $"{recipe.Name}/{i + 1}",
            Input = member.Input,
            Classifier = member.Classifier,
            Training = member.Training with { InitialWeights = member.Training.InitialWeights is { } own
                ? recipe.Training.InitialWeights ?? own : null },
            Seed = recipe.Seed + i,
        }, member.Weight))];
    }

    private static string PhaseOf(int index, int count) => $"training {index + 1} of {count}";

    private static TrainingTask ForMember(TrainingTask task, Recipe recipe, int index, int count) => task with
    {
        Recipe = recipe,
        Options = task.Options with { CheckpointFolder = task.Options.CheckpointFolder is { } folder ? Path.Combine(folder, $"{index + 1}")
            : null },
        Progress = task.Progress is null ? null : new PhaseProgress(task.Progress, PhaseOf(index, count)),
    };

    private sealed class Ensemble(IReadOnlyList<IClassifier> members, IReadOnlyList<double> shares, OpinionPool pooling)
        : IExactClassifier
    {
        private readonly double _total = shares.Sum();

        public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks) => [.. Read(tracks).Select(reading => reading.Probabilities)];

        /// <remarks>A geometric mean of probabilities is a mean of logits.</remarks>
        public bool IsExact => pooling == OpinionPool.Geometric && members.All(member => member is IExactClassifier { IsExact: true });

        public IReadOnlyList<TrackReading> Read(IReadOnlyList<FeatureMatrix> tracks)
        {
            var readings = members.Select(member => member.Read(tracks)).ToList();
            return [.. tracks.Select((_, track) => Join([.. readings.Select(answers => answers[track])]))];
        }

        public TracedReading Trace(FeatureMatrix track)
        {
            var traced = members.Select(member => ((IExactClassifier)member).Trace(track)).ToList();
            return new TracedReading(
                Join([.. traced.Select(member => member.Reading)]),
                (genre, share, map) => traced.Select((member, i) => member.Explain(genre, share * shares[i] / _total, map))
                    .Aggregate((sum, next) => sum + next));
        }

        private TrackReading Join(IReadOnlyList<TrackReading> readings) => new(
            Pool([.. readings.Select(reading => reading.Probabilities)]), [.. readings.SelectMany(reading => reading.Distances)])
        {
            Discriminants = [.. readings.SelectMany((reading, i) =>
                reading.Discriminants.Select(score => (float)(score * shares[i] / _total)))],
            PartVectors = [.. readings.SelectMany(reading => reading.PartVectors)],
        };

        public GenreSpace? Space => pooling == OpinionPool.Geometric && members.All(member => member.Space is not null)
            ? GenreSpace.Join([.. members.Select(member => member.Space!)], [.. shares.Select(share => share / _total)]) : null;

        private float[] Pool(float[][] answers)
        {
            double Mean(int label, Func<double, double> of) => answers.Select((answer, i) => of(answer[label]) * shares[i] / _total).Sum();
            double[] pooled =
                [.. answers[0]
                .Select((_, label) => pooling == OpinionPool.Geometric ? Math.Exp(Mean(label, Logarithm)) : Mean(label, p => p))];
            var sum = pooling == OpinionPool.Geometric ? pooled.Sum() : 1;
            return Array.ConvertAll(pooled, value => (float)(value / sum));
        }

        // A probability of 0 from one member would override all others.
        private static double Logarithm(double probability) => Math.Log(Math.Max(probability, float.Epsilon));

        public IReadOnlyDictionary<string, TensorData> Weights() => members
            .SelectMany((member, i) => member.Weights().WithPrefix($"{i}."))
            .ToDictionary(StringComparer.Ordinal);

        public void Dispose()
        {
            foreach (var member in members)
            {
                member.Dispose();
            }
        }
    }
}
