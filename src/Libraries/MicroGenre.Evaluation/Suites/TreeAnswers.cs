using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>
/// Derives the answers of the nodes of a tree of genres from its answer for all genres. A genre's probability is the product of the
/// probabilities on the path to it, so a group's probability is the sum over its genres.
/// </summary>
internal static class TreeAnswers
{
    /// <summary>How one node distinguishes its branches, on the tracks of its genres.</summary>
    public static Answers At(GenreTreeNode node, Answers answers)
    {
        var branches = node.Branches.Select(branch => branch.Genres.ToHashSet(StringComparer.Ordinal)).ToList();
        return new Answers(
            [.. node.Branches.Select(branch => branch.Name)],
            [
                .. answers.Tracks
                    .Select(track => (track, Branch: branches.FindIndex(genres => genres.Contains(answers.Labels[track.Genre]))))
                    .Where(pair => pair.Branch >= 0)
                    .Select(pair => new Answer(pair.track.Track, pair.Branch, Branches(node, answers.Labels, pair.track.Probabilities))),
            ]);
    }

    /// <summary>Returns a node of a recipe's tree.</summary>
    /// <exception cref="InvalidRecipeException">The recipe is not a tree, or has no such node.</exception>
    public static GenreTreeNode NodeOf(Recipe recipe, string name) =>
        Find(GenreTreeSettings.Of(recipe).Root, name) ?? throw new InvalidRecipeException($"The tree has no node '{name}'.");

    /// <summary>Every node passes a track to its most probable branch; the probabilities of the last node are the answer.</summary>
    public static Answers Descend(GenreTreeNode root, Answers answers) => answers with
    {
        Tracks = [.. answers.Tracks.Select(track => track with { Probabilities = Descend(root, answers.Labels, track.Probabilities) })],
    };

    /// <summary>
    /// The mean, over the last nodes, of the product of the accuracies of the nodes on the path to each. The genres of a last node count
    /// once, as in hierarchical-lstm-2018, section 4.6.
    /// </summary>
    public static double ProductOfAccuracies(GenreTreeNode root, Answers answers)
    {
        return Products(root).Average();

        IEnumerable<double> Products(GenreTreeNode node)
        {
            var own = At(node, answers);
            var right = own.Tracks.Average(track =>
                Array.IndexOf(track.Probabilities, track.Probabilities.Max()) == track.Genre ? 1.0 : 0);
            var isLast = node.Branches.Any(branch => branch.Branches.Count == 0);
            return node.Branches.Where(branch => branch.Branches.Count > 0).SelectMany(Products).Select(product => product * right)
                .Concat(isLast ? [right] : Array.Empty<double>());
        }
    }

    private static float[] Descend(GenreTreeNode node, IReadOnlyList<string> labels, float[] probabilities)
    {
        var shares = Branches(node, labels, probabilities);
        if (node.Branches.All(branch => branch.Branches.Count == 0))
        {
            return [.. labels.Select(
                label => node.Branches.Index().Where(branch => branch.Item.Name == label).Sum(branch => shares[branch.Index]))];
        }

        var best = node.Branches[Array.IndexOf(shares, shares.Max())];
        return best.Branches.Count > 0
            ? Descend(best, labels, probabilities)
            : [.. labels.Select(label => label == best.Name ? 1f : 0f)];
    }

    private static float[] Branches(GenreTreeNode node, IReadOnlyList<string> labels, float[] probabilities)
    {
        var sums = node.Branches.Select(branch =>
            branch.Genres.Sum(genre => (double)probabilities[labels.Index().First(label => label.Item == genre).Index])).ToArray();
        var whole = sums.Sum();

        // The tree was certain not to reach this node: its probabilities are below the smallest float.
        return [.. sums.Select(sum => whole > 0 ? (float)(sum / whole) : 1f / sums.Length)];
    }

    private static GenreTreeNode? Find(GenreTreeNode node, string name) =>
        node.Name == name && node.Branches.Count > 0 ? node
            : node.Branches.Select(branch => Find(branch, name)).FirstOrDefault(found => found is not null);
}
