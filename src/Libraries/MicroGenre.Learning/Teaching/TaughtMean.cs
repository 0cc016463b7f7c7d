namespace MicroGenre.Learning;

/// <summary>What a genre becomes by a few examples: its mean, drawn towards that of all music, and a constant of its score.</summary>
/// <param name="Place">The mean, <c>[Width]</c> of the <see cref="GenreSpace"/>.</param>
/// <param name="Bias">What its score has beside the product with the mean.</param>
/// <remarks>
/// The mean of n examples is as far from the genre's true mean as 1 / n of the variance within genres says. So it is drawn towards 0, the
/// mean of all training tracks, by n / (n + 1): the posterior mean where genres differ as much as tracks of one genre do (as in
/// probabilistic linear discriminant analysis; Ioffe, 2006). Its square is greater than the true mean's by the noise, which lowers all
/// scores of the genre; a part of that is given back. Those of the trained genres are lowered as well, though less: that is taken off
/// again. Both parts were chosen on genres that were left out of GTZAN's lists.
/// </remarks>
internal sealed record TaughtMean(double[] Place, double Bias)
{
    private const double NoiseGivenBack = 0.35;
    private const double NoiseOfTrained = 0.05;

    /// <summary>The mean by examples.</summary>
    /// <param name="places">Where the examples are, at least one.</param>
    /// <param name="noise"><see cref="GenreSpace.Noise"/>.</param>
    public static TaughtMean Of(IReadOnlyList<double[]> places, double noise)
    {
        double count = places.Count;
        var mean = Samples.Of(places).Mean();
        var kept = count / (count + 1);
        var place = Array.ConvertAll(mean, value => value * kept);
        var givenBack = noise * ((NoiseGivenBack * kept * kept / count) - NoiseOfTrained);
        return new TaughtMean(place, givenBack - (Vectors.Dot(place, place) / 2));
    }

    /// <summary>The score of a track at a place.</summary>
    public double Score(ReadOnlySpan<double> place) => Vectors.Dot(Place, place) + Bias;
}
