namespace MicroGenre.Benchmarks.Explanations;

/// <summary>Whether bias and contributions add up to the logit, and the logits to the probabilities.</summary>
internal static class SumsOfParts
{
    public static BenchmarkTable Measure(FoldedModels models, int count)
    {
        var (sum, logit, parts) = (0.0, 0.0, 0);
        var tracks = models.Some(count).ToList();
        foreach (var track in tracks)
        {
            var model = models.For(track);
            var (answer, why) = model.Explain(models.Tracks.Tracks[track].Features);
            var genre = model.Card.Labels.ToList().IndexOf(why.Genre);
            sum = Math.Max(sum, Math.Abs(why.Bias + why.Contributions.Sum(part => part.Value) - why.Logit));
            logit = Math.Max(logit, Math.Abs(
                why.Logit - Math.Log(answer.Probabilities[genre]) + answer.Probabilities.Average(p => Math.Log(p))));
            parts = why.Contributions.Count;
        }

        return new BenchmarkTable(
            $"The largest difference in {tracks.Count} tracks",
            ["contributions", "bias + contributions − logit", "logit − that of the answer's probabilities"],
            [[$"{parts}", $"{sum:0.0e0}", $"{logit:0.0e0}"]]);
    }
}
