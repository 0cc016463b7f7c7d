namespace MicroGenre.Learning;

/// <summary>The scores of one linear discriminant among a model's weights, whose genres are changed.</summary>
/// <param name="Prefix">What the names of its arrays begin with.</param>
/// <param name="Weight">For each genre its weights, <c>[genres][values]</c>.</param>
/// <param name="Bias">For each genre its constant.</param>
/// <param name="Known">How many genres were learnt together; those that follow were taught.</param>
internal sealed record LinearPart(string Prefix, IReadOnlyList<double[]> Weight, IReadOnlyList<double> Bias, int Known)
{
    private const string WeightName = "learner.weight";
    private const string BiasName = "learner.bias";
    private const string KnownName = $"learner.{LinearScores.KnownName}";

    /// <summary>The parts of a model, in their order.</summary>
    public static IReadOnlyList<LinearPart> Of(IReadOnlyDictionary<string, TensorData> weights) =>
    [
        .. weights.Keys.Where(name => name.EndsWith(WeightName, StringComparison.Ordinal))
            .Select(name => name[..^WeightName.Length])
            .OrderBy(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal)
            .Select(prefix => Of(prefix, weights)),
    ];

    /// <summary>The part with one genre more.</summary>
    /// <param name="space">Its part of the space.</param>
    /// <param name="mean">The genre's mean there.</param>
    /// <param name="bias">The constant of the genre's score, and the same for each part: their shares sum to 1.</param>
    public LinearPart Add(SpacePart space, ReadOnlySpan<double> mean, double bias)
    {
        var weight = new double[space.Directions.Width];
        for (var i = 0; i < mean.Length; i++)
        {
            Vectors.AddScaled(weight, mean[i] / space.Share, space.Directions.Row(i));
        }

        return this with { Weight = [.. Weight, weight], Bias = [.. Bias, bias] };
    }

    /// <summary>The part without a genre.</summary>
    public LinearPart Remove(int genre) => this with
    {
        Weight = [.. Weight.Where((_, i) => i != genre)],
        Bias = [.. Bias.Where((_, i) => i != genre)],
        Known = genre < Known && Known > 1 ? Known - 1 : Known,
    };

    /// <summary>The part in which a genre is two, and the other is gone.</summary>
    /// <param name="kept">The genre.</param>
    /// <param name="gone">The other.</param>
    /// <param name="share">The first one's share in their mean.</param>
    /// <param name="rest">The other's.</param>
    /// <param name="between">What is added to their mean score.</param>
    public LinearPart Merge(int kept, int gone, double share, double rest, double between)
    {
        var weight = new double[Weight[kept].Length];
        Vectors.AddScaled(weight, share, Weight[kept]);
        Vectors.AddScaled(weight, rest, Weight[gone]);
        return (this with
        {
            Weight = [.. Weight.Select((row, i) => i == kept ? weight : row)],
            Bias = [.. Bias.Select((value, i) => i == kept ? (share * value) + (rest * Bias[gone]) + between : value)],
        }).Remove(gone);
    }

    /// <summary>Puts the part in its place among the weights.</summary>
    public void WriteTo(IDictionary<string, TensorData> weights)
    {
        weights[Prefix + WeightName] = new TensorData([.. Weight.SelectMany(row => row)], Weight.Count, Weight[0].Length);
        weights[Prefix + BiasName] = new TensorData([.. Bias], Bias.Count);
        weights.Remove(Prefix + KnownName);
        if (Known < Bias.Count)
        {
            weights[Prefix + KnownName] = new TensorData([(long)Known], 1);
        }
    }

    private static LinearPart Of(string prefix, IReadOnlyDictionary<string, TensorData> weights)
    {
        var bias = weights.Require(prefix + BiasName).ToDouble();
        var weight = weights.Require(prefix + WeightName).ToDouble();
        return new LinearPart(
            prefix, [.. weight.Chunk(weight.Length / bias.Length)], bias,
            weights.TryGetValue(prefix + KnownName, out var known) ? (int)known.ToInt64()[0] : bias.Length);
    }
}
