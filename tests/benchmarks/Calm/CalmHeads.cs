using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// The rows of the table that stand on one and the same encoder, so that the rows of a seed differ in nothing but what comes after it.
/// </summary>
internal static class CalmHeads
{
    public const string Calm = "CNN + LSTM AE + CALM";
    public const string Plain = "CNN + LSTM AE + the same network without clusters";
    public const string Logistic = "CNN + LSTM AE + logistic regression";
    public const string Cnn = "CNN alone";

    /// <summary>Trains CALM and what it is compared with.</summary>
    /// <param name="encoded">The embeddings.</param>
    /// <param name="split">What is trained and tested on. The test tracks are watched, but nothing is chosen by them.</param>
    /// <param name="seed">The seed.</param>
    public static HeadResults Run(EncodedTracks encoded, TableSplit split, int seed)
    {
        var standardizer = Standardizer.Fit(encoded.Train);
        var (train, test) = (Standardized(encoded.Train, split.Train), Standardized(encoded.Test, split.Test));
        var options = new FitOptions(seed, Environment.ProcessorCount);
        var classes = split.Train.Genres.Count;
        var calm = new CalmLearner().FitCalm(train, classes, options, test);
        return new HeadResults(
            [
                Row(Calm, calm),
                Row("CNN + LSTM AE + CALM, 40 clusters", new CalmLearner { Clusters = 40 }.FitCalm(train, classes, options)),
                Row(Plain, new CalmLearner { Clusters = 0 }.FitCalm(train, classes, options)),
                Row(Logistic, new SoftmaxRegression().Fit(train.Samples, train.Labels, classes, options)),
                encoded.Convolutions,
            ],
            [.. test.Labels],
            [.. calm.Predict(test.Samples).Select(row => Vectors.ArgMax(row))],
            [.. encoded.History, .. calm.History]);

        LabelledSamples Standardized(Samples samples, TrackSet tracks)
        {
            standardizer.Apply(samples);
            return new LabelledSamples(samples, [.. tracks.Tracks.Select(track => track.Genre)]);
        }

        RowResult Row(string model, IPredictor head) =>
            new(model, head.Accuracy(train.Samples, train.Labels), head.Accuracy(test.Samples, test.Labels));
    }
}

/// <summary>
/// What the heads of one encoder gave: their rows, CALM's answers to the test tracks, and the curves of encoder and CALM.
/// </summary>
internal sealed record HeadResults(IReadOnlyList<RowResult> Rows, int[] Genres, int[] Answers, IReadOnlyList<EpochResult> History);

/// <summary>A model's accuracies in one run, 0 to 1.</summary>
internal sealed record RowResult(string Model, double Train, double Test);

/// <summary>Tracks to train on and to test on.</summary>
internal sealed record TableSplit(TrackSet Train, TrackSet Test);

/// <summary>A column of the table.</summary>
/// <param name="Key">Begins its files' names.</param>
/// <param name="Name">Its heading.</param>
/// <param name="SplitOf">The split of a seed.</param>
/// <param name="EncoderRecipe">How its encoders are trained.</param>
/// <param name="Baselines">Whether the baselines are measured, too.</param>
/// <param name="Seeds">How many seeds, from 1.</param>
internal sealed record TableColumn(string Key, string Name, Func<int, TableSplit> SplitOf, Recipe EncoderRecipe, bool Baselines, int Seeds);
