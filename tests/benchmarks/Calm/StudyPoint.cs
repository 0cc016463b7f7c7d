using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>One point of the study: generated data on which CALM and the same network without clusters are compared.</summary>
/// <param name="Data">What is generated.</param>
/// <param name="SamplesPerGenre">Training samples of each genre.</param>
internal sealed record StudyPoint(GeneratedStyles Data, int SamplesPerGenre)
{
    private const int TestSamplesPerGenre = 200;

    /// <summary>
    /// Accuracy on new samples of the same seed. Whatever the number of clusters, samples, standardization, epochs and order of samples are
    /// the same; networks differ in nothing but what the clusters add to their input.
    /// </summary>
    /// <param name="clusters">Number of clusters; 0 for none.</param>
    /// <param name="seed">Decides the data and the training.</param>
    public double Accuracy(int clusters, int seed)
    {
        var (train, test) = (Data.Draw(SamplesPerGenre, seed, part: 0), Data.Draw(TestSamplesPerGenre, seed, part: 1));
        var standardizer = Standardizer.Fit(train.Samples);
        standardizer.Apply(train.Samples);
        standardizer.Apply(test.Samples);
        return new CalmLearner { Clusters = clusters }
            .FitCalm(train, Data.Genres, new FitOptions(seed, Environment.ProcessorCount))
            .Accuracy(test.Samples, test.Labels);
    }
}
