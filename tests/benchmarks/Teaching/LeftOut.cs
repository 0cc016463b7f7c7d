using System.Diagnostics;
using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>One genre that is left out of what a model learns from, and taught afterwards.</summary>
internal static class LeftOut
{
    /// <summary>The learning curves of a genre.</summary>
    /// <param name="ruler">The tracks.</param>
    /// <param name="recipe">What to train.</param>
    /// <param name="draw">Which of the many ways to divide the tracks; it also chooses the fold that is asked.</param>
    /// <param name="genre">The genre.</param>
    /// <param name="counts">Numbers of examples.</param>
    public static IEnumerable<CurvePoint> Measure(Ruler ruler, Recipe recipe, int draw, int genre, IReadOnlyList<int> counts)
    {
        var folds = ArtistFolds.Deal(ruler.Artists, ruler.Actual, ruler.Folds, draw);
        var asked = (genre + draw) % ruler.Folds;
        var all = Enumerable.Range(0, folds.Length).ToArray();
        var test = all.Where(track => folds[track] == asked).ToArray();
        var others = all.Where(track => folds[track] != asked && ruler.Actual[track] != genre).ToArray();
        var own = all.Where(track => folds[track] != asked && ruler.Actual[track] == genre).ToArray();
        new SeededRandom(draw, genre).Shuffle<int>(own);

        string[] known = [.. ruler.Genres.Where((_, i) => i != genre)];
        var options = new TrainingOptions { Threads = 1 }.ForSeveralRuns();
        using var model = Model(recipe, ruler.Tracks.Select(others).Only(known), options with { KeepSpace = true });
        Example[] examples = [.. own.Select(track => Example.Of(ruler.Tracks.Tracks[track].Name, model, Answer(model, track)))];
        foreach (var count in counts.Where(count => count <= own.Length))
        {
            var clock = Stopwatch.StartNew();
            using var taught = Teach(model, ruler.Genres[genre], examples[..count]);
            var seconds = clock.Elapsed.TotalSeconds;
            clock.Restart();
            using var scratch = Model(
                recipe, ruler.Tracks.Select(others.Concat(own.Take(count))).Only([.. known, ruler.Genres[genre]]), options);
            yield return new CurvePoint(
                count, Score(taught), Score(scratch), seconds, clock.Elapsed.TotalSeconds, LargestChange(model, taught));
        }

        GenreAnswer Answer(GenreModel model, int track) => model.Answer(ruler.Tracks.Tracks[track].Features);

        NewGenreScores Score(GenreModel of)
        {
            int[] actual = [.. test.Select(track => GenreName.IndexOf(ruler.Genres[ruler.Actual[track]], of.Card.Labels))];
            return NewGenreScores.Of(new Answers(actual, [.. test.Select(track => Answer(of, track).Probabilities)]), known.Length);
        }
    }

    // One example is too few for a user, and a point of the curve all the same.
    private static GenreModel Teach(GenreModel model, string genre, Example[] examples)
    {
        var space = MicroGenre.Learning.Teaching.SpaceOf(model);
        var mean = TaughtMean.Of([.. examples.Select(example => GenreSpace.ToDouble(example.Place))], space.Noise);
        return MicroGenre.Learning.Teaching.Add(model, genre, mean, new TaughtGenre(genre, examples.Length, 0));
    }

    // Scores are linear in the weights: what the same weights say is the same.
    private static double LargestChange(GenreModel before, GenreModel after) => LinearPart.Of(before.Weights())
        .Zip(LinearPart.Of(after.Weights()), (old, now) => old.Weight.Zip(now.Weight)
            .SelectMany(rows => rows.First.Zip(rows.Second, (a, b) => Math.Abs(a - b)))
            .Concat(old.Bias.Zip(now.Bias, (a, b) => Math.Abs(a - b))).Max()).Max();

    private static GenreModel Model(Recipe recipe, TrackSet tracks, TrainingOptions options)
    {
        var classifier = ClassifierKinds.Find(recipe)
            .Train(new TrainingTask(recipe, tracks, null, options, null, CancellationToken.None)).Classifier;
        return new GenreModel(
            new ModelCard { Name = "left-out", Version = 1, Recipe = recipe, Labels = tracks.Genres, Train = DataSummary.Of(tracks) },
            classifier);
    }
}
