using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// One point of the study: CALM against the same network without clusters, on generated data. Both get the same standardized samples, initial seed, epochs and
/// order of samples; they differ in nothing but the clusters.
/// </summary>
/// <param name="Data">What is generated.</param>
/// <param name="SamplesPerGenre">Training samples of each genre.</param>
/// <param name="Clusters">CALM's clusters; <see langword="null"/> for as many as genres.</param>
internal sealed record StudyPoint(GeneratedStyles Data, int SamplesPerGenre, int? Clusters = null)
{
    private const int TestSamplesPerGenre = 200;

    /// <summary>Accuracy on new samples, with and without clusters.</summary>
    public (double Calm, double Plain) Run(int seed, FitOptions options)
    {
        var (train, test) = (Data.Draw(SamplesPerGenre, seed, part: 0), Data.Draw(TestSamplesPerGenre, seed, part: 1));
        var standardizer = Standardizer.Fit(train.Samples);
        standardizer.Apply(train.Samples);
        standardizer.Apply(test.Samples);
        return (Accuracy(Clusters), Accuracy(0));

        double Accuracy(int? clusters) => new CalmLearner { Clusters = clusters }
            .FitCalm(train, Data.Genres, options with { Seed = seed })
            .Accuracy(test.Samples, test.Labels);
    }
}
