namespace MicroGenre.Learning;

/// <summary>What a classifier makes of a track.</summary>
/// <param name="Probabilities">The probability of each genre, in the order of the labels; they sum to 1.</param>
/// <param name="Distances">For each part of the classifier how far the track is from what it learnt (see <see cref="Familiarity"/>); empty
/// where a classifier has no such measure.
/// </param>
public sealed record TrackReading(float[] Probabilities, double[] Distances)
{
    /// <summary>
    /// Where the track lies in the space in which the classifier tells genres apart: for each of its parts the scores of the genres, less
    /// their mean. Tracks that are near each other there are much the same to the classifier.
    /// </summary>
    public float[] Discriminants { get; init; } = Centred(Probabilities);

    // Probabilities are a softmax of scores: their logarithms are the scores, but for a constant.
    private static float[] Centred(float[] probabilities)
    {
        const float Smallest = 1e-30f;
        var logarithms = Array.ConvertAll(probabilities, value => MathF.Log(Math.Max(value, Smallest)));
        var mean = logarithms.Average();
        return Array.ConvertAll(logarithms, value => value - mean);
    }
}
