using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// The rows of the table that stand on one and the same encoder: CALM trains it, and what is compared with CALM takes it from there, so that the rows of a seed
/// differ in nothing but what comes after it.
/// </summary>
internal static class CalmHeads
{
    /// <summary>Trains CALM and what it is compared with.</summary>
    /// <param name="recipe">CALM's recipe.</param>
    /// <param name="split">What is trained and tested on. The test tracks are watched, but nothing is chosen by them.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Accuracies on training and test tracks by the row's name, CALM's answers to the test tracks, and its curves.</returns>
    public static (IReadOnlyList<RowResult> Rows, int[] Answers, IReadOnlyList<EpochResult> History) Run(Recipe recipe, TableSplit split, int seed)
    {
        using var model = TrainingRun.Run(recipe, split.Train, split.Test, new TrainingOptions { Seed = seed }, new LatestEpoch(seed));
        var weights = model.StoredWeights();
        using var encoder = new CalmEncoder(recipe.Classifier.As<CalmSettings>(), recipe.InputRows, split.Train.Genres.Count);
        StateDict.Import(encoder, weights.WithoutPrefix("encoder."));
        encoder.eval();
        var windows = TrackWindows.From(recipe, weights);
        var (train, test) = (Embed(split.Train), Embed(split.Test));
        var options = new FitOptions(seed, Environment.ProcessorCount);
        var classes = split.Train.Genres.Count;
        var logistic = new SoftmaxRegression().Fit(train.Samples, train.Labels, classes, options);
        var plain = new CalmLearner { Clusters = 0 }.FitCalm(train, classes, options);
        var convolutions = new NetworkClassifier(encoder.Convolutions, windows, CPU);
        return (
            [
                new("CNN + LSTM AE + CALM", model.Metrics["trainAccuracy"], model.Metrics["validationAccuracy"]),
                new("CNN + LSTM AE + the same network without clusters", plain.Accuracy(train.Samples, train.Labels), plain.Accuracy(test.Samples, test.Labels)),
                new("CNN + LSTM AE + logistic regression", logistic.Accuracy(train.Samples, train.Labels), logistic.Accuracy(test.Samples, test.Labels)),
                new("CNN alone", Scores.Of(convolutions, split.Train).Accuracy, Scores.Of(convolutions, split.Test).Accuracy),
            ],
            [.. model.Classify([.. split.Test.Tracks.Select(track => track.Features)]).Select(row => Scores.ArgMax(row))],
            model.History);

        LabelledSamples Embed(TrackSet tracks)
        {
            var (embeddings, places) = EmbeddingClassifier.Embed(encoder, windows, [.. tracks.Tracks.Select(track => track.Features)], CPU, CancellationToken.None);
            Standardizer.From(weights).Apply(embeddings);
            return new LabelledSamples(embeddings, Array.ConvertAll(places, place => tracks.Tracks[place].Genre));
        }
    }

    private sealed class LatestEpoch(int seed) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EndsEpoch && value.Epoch % 5 == 0)
            {
                Console.WriteLine($"seed {seed}, {value.Phase}, epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:0.000}, {value.Remaining:h\\:mm\\:ss} left");
            }
        }
    }
}

/// <summary>A model's accuracies in one run, 0 to 1.</summary>
internal sealed record RowResult(string Model, double Train, double Test);

/// <summary>Tracks to train on and to test on.</summary>
internal sealed record TableSplit(string Name, TrackSet Train, TrackSet Test);
