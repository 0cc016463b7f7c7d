using System.Text.Json.Serialization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Parameters of a tree of classifiers.</summary>
/// <example><code>
/// var root = GenreTreeSettings.Of(RecipeCatalog.Find("lstm-tree")).Root;
/// </code></example>
public sealed record GenreTreeSettings
{
    /// <summary>The root node, which covers all genres.</summary>
    public GenreTreeNode Root { get; init; } = new();

    /// <summary>The classifier of every node. Nodes differ only in <see cref="GenreTreeNode.Epochs"/>.</summary>
    public ClassifierSettings? Classifier { get; init; }

    /// <summary>How the answers of the nodes are combined.</summary>
    public GenreTreePrediction Prediction { get; init; } = GenreTreePrediction.Product;

    /// <summary>Reads the tree of a recipe.</summary>
    /// <exception cref="InvalidRecipeException">The recipe's classifier is not a tree.</exception>
    public static GenreTreeSettings Of(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return ClassifierKinds.Find(recipe) is GenreTreeKind
            ? recipe.Classifier.As<GenreTreeSettings>()
            : throw new InvalidRecipeException($"recipe '{recipe.Name}': '{recipe.Classifier.Kind}' is not a tree of genres.");
    }
}

/// <summary>How a tree combines the answers of its nodes.</summary>
public enum GenreTreePrediction
{
    /// <summary>A genre's probability is the product of the probabilities on the path to it.</summary>
    Product,

    /// <summary>Every node passes the track to its most probable branch. The probabilities of the last node are the answer.</summary>
    Descent,
}

/// <summary>A node of a tree: a group of genres, or a single genre.</summary>
public sealed record GenreTreeNode
{
    /// <summary>The name of the node; for a leaf, its genre.</summary>
    public string Name { get; init; } = "";

    /// <summary>The groups or genres that the node distinguishes; empty for a leaf.</summary>
    public IReadOnlyList<GenreTreeNode> Branches { get; init; } = [];

    /// <summary>Number of training epochs of the node; <see langword="null"/> for the recipe's.</summary>
    public int? Epochs { get; init; }

    /// <summary>The genres below the node; for a leaf, its own genre.</summary>
    [JsonIgnore]
    public IEnumerable<string> Genres => Branches.Count == 0 ? [Name] : Branches.SelectMany(branch => branch.Genres);

    /// <summary>The nodes with a classifier, parents first.</summary>
    internal IEnumerable<GenreTreeNode> Inner => Branches.Count == 0 ? [] : Branches.SelectMany(branch => branch.Inner).Prepend(this);

    internal GenreTreeNode WithEpochsAtMost(int epochs) => this with
    {
        Epochs = Epochs is { } own ? Math.Min(own, epochs) : null,
        Branches = [.. Branches.Select(branch => branch.WithEpochsAtMost(epochs))],
    };
}

/// <summary>
/// A tree of classifiers (Tang et al. 2018, experiment 2). Each node distinguishes its branches and is trained on the tracks of its genres.
/// </summary>
internal sealed class GenreTreeKind : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        var settings = Settings(task.Recipe, task.Train.Genres);
        var nodes = settings.Root.Inner.ToList();
        var trained = new TrainedParts();
        try
        {
            foreach (var node in nodes)
            {
                var recipe = RecipeOf(task.Recipe, settings, node, trained.Classifiers.Count);
                var outcome = ClassifierKinds.Find(recipe).Train(task with
                {
                    Recipe = recipe,
                    Train = Grouped(task.Train, node)
                        ?? throw new ArgumentException($"No track has a genre in the group '{node.Name}'.", nameof(task)),
                    Validation = task.Validation is null ? null : Grouped(task.Validation, node),
                    Watched = task.Watched?.On(Grouped(task.Watched.Tracks, node)),
                    Options = task.Options with { CheckpointFolder = task.Options.CheckpointFolder is { } folder
                        ? Path.Combine(folder, node.Name) : null },
                    Progress = task.Progress is null ? null : new PhaseProgress(task.Progress, PhaseOf(node)),
                });
                trained.Add(outcome, PhaseOf(node));
            }

            return trained.As(new GenreTree(settings, nodes, trained.Classifiers, task.Train.Genres));
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
        var settings = Settings(recipe, labels);
        var nodes = settings.Root.Inner.ToList();
        return new GenreTree(settings, nodes, [.. nodes.Select((node, i) =>
        {
            var ofNode = RecipeOf(recipe, settings, node, i);
            return ClassifierKinds.Find(ofNode)
                .Load(ofNode, [.. node.Branches.Select(branch => branch.Name)], GenreTree.WeightsOf(weights, node));
        })], labels);
    }

    /// <inheritdoc/>
    public ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs)
    {
        var tree = settings.As<GenreTreeSettings>();
        return settings with { Parameters = Recipe.ToElement(tree with { Root = tree.Root.WithEpochsAtMost(epochs) }) };
    }

    /// <inheritdoc/>
    public bool TrainsInEpochs(ClassifierSettings settings) =>
        settings.As<GenreTreeSettings>().Classifier is { } node && ClassifierKinds.TrainsInEpochs(node);

    private static GenreTreeSettings Settings(Recipe recipe, IReadOnlyList<string> genres)
    {
        var settings = recipe.Classifier.As<GenreTreeSettings>();
        Predictors.Require(settings.Classifier is not null, "a tree needs a classifier for its nodes");
        var leaves = settings.Root.Genres.ToList();
        Predictors.Require(
            leaves.Order(StringComparer.Ordinal).SequenceEqual(genres.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            $"the tree's genres are {string.Join(", ", leaves)}, those of the tracks are {string.Join(", ", genres)}");
        var names = settings.Root.Inner.Select(node => node.Name).ToList();
        Predictors.Require(
            names.All(name => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
                && names.Distinct(StringComparer.Ordinal).Count() == names.Count,
            "every group of the tree needs a unique name of letters, digits and hyphens");
        return settings;
    }

    /// <summary>Creates the recipe of a node.</summary>
    internal static Recipe RecipeOf(Recipe recipe, GenreTreeSettings settings, GenreTreeNode node, int index) => recipe with
    {
        Name = $"{recipe.Name}/{node.Name}",
        Classifier = settings.Classifier!,
        Training = recipe.Training with { Epochs = node.Epochs ?? recipe.Training.Epochs },
        Seed = recipe.Seed + index,
    };

    private static string PhaseOf(GenreTreeNode node) => $"training {node.Name}";

    // The tracks of a node's genres, with its branches as labels.
    private static TrackSet? Grouped(TrackSet tracks, GenreTreeNode node)
    {
        var branchOf = node.Branches
            .SelectMany((branch, i) => branch.Genres.Select(genre => KeyValuePair.Create(genre, i)))
            .ToDictionary(StringComparer.Ordinal);
        var grouped = tracks.Tracks
            .Where(track => branchOf.ContainsKey(tracks.Genres[track.Genre]))
            .Select(track => track with { Genre = branchOf[tracks.Genres[track.Genre]] })
            .ToList();
        return grouped.Count == 0 ? null : tracks.With([.. node.Branches.Select(branch => branch.Name)], grouped);
    }

    private sealed class GenreTree(
        GenreTreeSettings settings, IReadOnlyList<GenreTreeNode> nodes, IReadOnlyList<IClassifier> classifiers,
            IReadOnlyList<string> labels) : IClassifier
    {
        public static Dictionary<string, TensorData> WeightsOf(IReadOnlyDictionary<string, TensorData> weights, GenreTreeNode node) =>
            weights
            .Where(pair => pair.Key.StartsWith($"{node.Name}.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[$"{node.Name}.".Length..], pair => pair.Value, StringComparer.Ordinal);

        public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks)
        {
            var answers = nodes.Zip(classifiers, (node, classifier) => (node.Name, Answers: classifier.Classify(tracks)))
                .ToDictionary(pair => pair.Name, pair => pair.Answers, StringComparer.Ordinal);
            return [.. tracks.Select((_, track) =>
            {
                var probabilities = new float[labels.Count];
                Descend(settings.Root, 1, node => answers[node.Name][track], probabilities);
                return probabilities;
            })];
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => nodes
            .Zip(classifiers, (node, classifier) =>
                classifier.Weights().Select(pair => KeyValuePair.Create($"{node.Name}.{pair.Key}", pair.Value)))
            .SelectMany(pairs => pairs)
            .ToDictionary(StringComparer.Ordinal);

        public void Dispose()
        {
            foreach (var classifier in classifiers)
            {
                classifier.Dispose();
            }
        }

        private void Descend(GenreTreeNode node, float share, Func<GenreTreeNode, float[]> answer, float[] probabilities)
        {
            if (node.Branches.Count == 0)
            {
                probabilities[labels.ToList().IndexOf(node.Name)] = share;
                return;
            }

            var answers = answer(node);
            if (settings.Prediction == GenreTreePrediction.Descent && node.Branches.Any(branch => branch.Branches.Count > 0))
            {
                Descend(node.Branches[Scores.ArgMax(answers)], share, answer, probabilities);
                return;
            }

            for (var i = 0; i < answers.Length; i++)
            {
                Descend(node.Branches[i], share * answers[i], answer, probabilities);
            }
        }
    }
}
