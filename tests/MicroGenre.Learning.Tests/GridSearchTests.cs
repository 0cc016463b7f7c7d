using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Learning.Tests;

public class GridSearchTests
{
    private static readonly Recipe Nearest = new()
    {
        Name = "nearest",
        Features = new MicroGenre.Signal.LogMelSettings { MelBands = Examples.Bands },
        Classifier = new ClassifierSettings("nearest-neighbors"),
    };

    [Fact]
    public void Folds_hold_every_sample_once_and_the_same_share_of_every_class() => Prop.ForAll(
        Gen.Choose(0, 3).NonEmptyListOf().Where(labels => labels.Count >= 2)
            .SelectMany(labels => Gen.Choose(2, labels.Count), (labels, folds) => (labels, folds)).ToArbitrary(),
        example =>
        {
            var (labels, count) = (example.labels.ToArray(), example.folds);
            var folds = StratifiedFolds.Deal(labels, count, seed: 1);
            Assert.Equal(Enumerable.Range(0, labels.Length), folds.SelectMany(fold => fold).Order());
            Assert.All(folds, fold => Assert.InRange(fold.Count, Math.Max(1, labels.Length / count), (labels.Length / count) + 1));
            for (var label = 0; label < 4; label++)
            {
                var shares = folds.Select(fold => fold.Count(i => labels[i] == label)).ToList();
                Assert.InRange(shares.Max() - shares.Min(), 0, 1);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pieces_of_one_track_stay_in_one_fold()
    {
        var origins = Enumerable.Range(0, 30).Select(i => i / 5).ToArray();
        var folds = StratifiedFolds.Deal([.. origins.Select(origin => origin % 2)], 3, seed: 1, origins);
        Assert.All(folds, fold => Assert.Equal(10, fold.Count));
        Assert.All(Enumerable.Range(0, 6), origin => Assert.Single(folds, fold => fold.Any(i => origins[i] == origin)));
    }

    [Fact]
    public void Empty_folds_are_refused()
    {
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Deal([0, 1, 0], 4, seed: 1));
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Deal([0, 1, 0], 1, seed: 1));
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Deal([0, 1, 0], 3, seed: 1, origins: [0, 0, 1]));
        Assert.Contains("Cannot split 6 tracks into 7 folds", Assert.Throws<ArgumentException>(
            () => Search("""{ "input.predictionFrames": [512] }""", folds: 7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_combination_is_tried_and_the_best_is_found()
    {
        var told = new List<GridProgress>();
        var result = Search("""{ "classifier.parameters.neighbors": [12, 1], "input.vector.standardize": [true, false] }""", folds: 3,
            tracksPerGenre: 4, new Told<GridProgress>(told.Add));

        Assert.Equal(
            ["12, input.vector.standardize true", "12, input.vector.standardize false", "1, input.vector.standardize true",
                "1, input.vector.standardize false"],
            result.Scores.Select(
                score => score.Candidate.Settings.Replace("classifier.parameters.neighbors ", "", StringComparison.Ordinal)));
        Assert.Equal(1, result.Best.Mean);
        Assert.Equal(0, result.Best.Deviation);
        Assert.Equal("classifier.parameters.neighbors 1, input.vector.standardize true", result.Best.Candidate.Settings);
        Assert.Equal(1, result.Best.Candidate.Recipe.Classifier.As<NearestNeighbors>().Neighbors);
        Assert.InRange(result.Scores[0].Mean, 0, 0.5);

        Assert.Equal(Enumerable.Range(1, 12).Select(done => done / 12.0), told.Select(progress => progress.Fraction));
        Assert.Equal(result.Scores.Select(score => score.Mean),
            told.Select(progress => progress.Score).OfType<GridScore>().Select(score => score.Mean));
    }

    [Fact]
    public void The_deviation_is_that_of_a_sample() =>
        Assert.Equal(0.1, new GridScore(new GridCandidate(Nearest, ""), [0.4, 0.5, 0.6]).Deviation, 12);

    [Fact]
    public void The_same_seed_gives_the_same_figures() => Assert.Equal(
        Search(Kinds).Scores.Select(score => score.Mean), Search(Kinds).Scores.Select(score => score.Mean));

    [Fact]
    public void Parts_of_an_ensemble_are_named_by_their_number()
    {
        var recipe = Recipe.FromJson(
            """{ "name": "two", "classifier": { "kind": "ensemble", "parameters": { "members": [{ "classifier": { "kind": "linear-svm" } }] } } }""");
        var candidate = Assert.Single(ParameterGrid.FromJson("""{ "classifier.parameters.members.0.weight": [3] }""").Candidates(recipe));
        Assert.Equal(3, candidate.Recipe.Classifier.As<EnsembleSettings>().Members[0].Weight);
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var told = new Told<GridProgress>(_ => cancellation.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => GridSearch.Run(
            Nearest, ParameterGrid.FromJson(Kinds), Examples.Separable(2), 2, null, null, told, cancellation.Token));
    }

    [Theory]
    [InlineData("[1]", "an object")]
    [InlineData("{}", "at least one setting")]
    [InlineData("{", "grid.json")]
    [InlineData("""{ "classifier.parameters.neighbors": 3 }""", "needs a list")]
    [InlineData("""{ "classifier.parameters.neighbors": [] }""", "needs a list")]
    [InlineData("""{ "features.hopLength": [512] }""", "the same for all candidates")]
    [InlineData("""{ "classifier.kind.neighbors": [1] }""", "no 'classifier.kind.neighbors'")]
    [InlineData("""{ "input.wings": [1] }""", "wings")]
    [InlineData("""{ "classifier.parameters.wings": [1] }""", "wings")]
    [InlineData("""{ "classifier.parameters.neighbors": [0] }""", "neighbors must be at least 1")]
    [InlineData("""{ "training.epochs": [0] }""", "training.epochs 0: training.epochs must be positive")]
    public void A_bad_grid_is_refused_with_the_place(string grid, string place) =>
        Assert.Contains(place, Assert.Throws<InvalidRecipeException>(() => Search(grid)).Message, StringComparison.Ordinal);

    private const string Kinds = """{ "classifier.kind": ["random-forest", "multilayer-perceptron"] }""";

    private static GridResult Search(string grid, int folds = 2, int tracksPerGenre = 2, IProgress<GridProgress>? progress = null) =>
        GridSearch.Run(Nearest, ParameterGrid.FromJson(grid, "grid.json"), Examples.Separable(tracksPerGenre), folds, progress: progress);
}
