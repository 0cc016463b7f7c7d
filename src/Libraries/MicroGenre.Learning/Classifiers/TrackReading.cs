namespace MicroGenre.Learning;

/// <summary>What a classifier makes of a track.</summary>
/// <param name="Probabilities">The probability of each genre, in the order of the labels; they sum to 1.</param>
/// <param name="Distances">
/// For each part of the classifier how far the track is from what it learnt (see <see cref="Familiarity"/>); empty where a classifier has
/// no such measure.
/// </param>
public sealed record TrackReading(float[] Probabilities, double[] Distances);
