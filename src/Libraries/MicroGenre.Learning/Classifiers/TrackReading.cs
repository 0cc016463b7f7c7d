namespace MicroGenre.Learning;

/// <summary>The output of a classifier for a track.</summary>
/// <param name="Probabilities">The probability of each genre, in the order of the labels; they sum to 1.</param>
/// <param name="Distances">For each part of the classifier, the distance of the track from the training data (see
/// <see cref="Familiarity"/>); empty if the classifier has no such measure.</param>
public sealed record TrackReading(float[] Probabilities, double[] Distances)
{
    /// <summary>
    /// The position of the track in the space in which the classifier distinguishes genres: for each part, the scores of the genres minus
    /// their mean. Tracks that are close to each other there are similar to the classifier.
    /// </summary>
    public float[] Discriminants { get; init; } = Centred(Probabilities);

    /// <summary>
    /// What each part of the classifier that is one classical learner sees of the track: the mean of its spans' vectors. Empty for others.
    /// </summary>
    internal IReadOnlyList<double[]> PartVectors { get; init; } = [];

    // Probabilities are a softmax of scores, so their logarithms are the scores up to a constant.
    private static float[] Centred(float[] probabilities)
    {
        const float Smallest = 1e-30f;
        var logarithms = Array.ConvertAll(probabilities, value => MathF.Log(Math.Max(value, Smallest)));
        var mean = logarithms.Average();
        return Array.ConvertAll(logarithms, value => value - mean);
    }
}
