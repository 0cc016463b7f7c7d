using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Accuracy;

/// <summary>
/// Measures recipes on the tracks of both lists by models that never heard a track's artist: by repeated cross-validation, and from each
/// list to the other. Probabilities are calibrated as a shipped model's are, by folds of the tracks that the model learns from.
/// </summary>
internal sealed class Ruler
{
    private const int CalibrationFolds = 10;
    private static readonly string[] Lists = ["train", "valid"];

    private readonly TrackSet _tracks;
    private readonly int[] _lists;
    private readonly TrainingOptions _options;

    /// <summary>Measures on the spectrograms of both lists.</summary>
    public Ruler(int folds, int threads)
        : this(
            SpectrogramFiles.ReadAll(Lists.Select(list =>
                (SharedData.PathOf("data", "gtzan-mel", $"{list}.npy"), SharedData.PathOf("data", "gtzan-mel", $"{list}.csv")))),
            folds, threads)
    {
    }

    /// <summary>Measures on other features of tracks of the lists; there is one list of them.</summary>
    public Ruler(TrackSet tracks, int folds, int threads)
        : this([tracks], folds, threads)
    {
    }

    private Ruler(IReadOnlyList<TrackSet> sets, int folds, int threads)
    {
        _tracks = sets.Aggregate((all, next) => all.Concat(next));
        _lists = [.. sets.SelectMany((set, list) => set.Tracks.Select(_ => list))];
        var artists = TrackGroups.Read(SharedData.PathOf("data", "gtzan-notes.csv"), "artist_group");
        Artists = [.. _tracks.Tracks.Select(track => artists[track.Name])];
        Actual = [.. _tracks.Tracks.Select(track => track.Genre)];
        Folds = folds;
        _options = new TrainingOptions { Threads = threads }.ForSeveralRuns();
    }

    /// <summary>Folds of a draw.</summary>
    public int Folds { get; }

    public TrackSet Tracks => _tracks;

    public IReadOnlyList<string> Genres => _tracks.Genres;

    public IReadOnlyList<string> Artists { get; }

    public IReadOnlyList<int> Actual { get; }

    /// <summary>Which list each track is in: 0 for the training list, 1 for the validation list.</summary>
    public IReadOnlyList<int> List => _lists;

    /// <summary>Answers about each track by models of the other folds, calibrated by the other folds' answers.</summary>
    public Answers CrossValidate(Recipe recipe, int draw)
    {
        var folds = ArtistFolds.Deal(Artists, Actual, Folds, draw);
        var all = Enumerable.Range(0, folds.Length).ToArray();
        var raw = OutOfFold(recipe, all, folds);
        var calibrated = new float[folds.Length][];
        for (var fold = 0; fold < Folds; fold++)
        {
            var others = all.Where(track => folds[track] != fold).ToArray();
            var calibration = Calibrate(others, [.. others.Select(track => raw[track])]);
            foreach (var track in all.Where(track => folds[track] == fold))
            {
                calibrated[track] = calibration.Apply(raw[track]);
            }
        }

        return new Answers(Actual, calibrated);
    }

    /// <summary>For each fold of a draw the model of the others.</summary>
    public IReadOnlyList<IClassifier> FoldModels(Recipe recipe, int draw)
    {
        var folds = ArtistFolds.Deal(Artists, Actual, Folds, draw);
        return [.. Enumerable.Range(0, Folds).Select(fold =>
            Train(recipe, Enumerable.Range(0, folds.Length).Where(track => folds[track] != fold)))];
    }

    /// <summary>Which fold of a draw a track is in, and its genre.</summary>
    /// <param name="name">What the track is called.</param>
    /// <param name="draw">Which of the many ways to divide the tracks.</param>
    public (int Fold, int Genre) PlaceOf(string name, int draw)
    {
        var track = Enumerable.Range(0, Actual.Count)
            .Single(track => string.Equals(_tracks.Tracks[track].Name, name, StringComparison.Ordinal));
        return (ArtistFolds.Deal(Artists, Actual, Folds, draw)[track], Actual[track]);
    }

    /// <summary>Answers about each track by a model of the other list, calibrated by folds of the tracks that it learnt from.</summary>
    public Answers AcrossLists(Recipe recipe)
    {
        var calibrated = new float[_lists.Length][];
        for (var list = 0; list < Lists.Length; list++)
        {
            var heard = Enumerable.Range(0, _lists.Length).Where(track => _lists[track] != list).ToArray();
            var asked = Enumerable.Range(0, _lists.Length).Where(track => _lists[track] == list).ToArray();
            var folds = ArtistFolds.Deal(
                [.. heard.Select(track => Artists[track])], [.. heard.Select(track => Actual[track])], CalibrationFolds, seed: 1);
            var raw = OutOfFold(recipe, heard, folds);
            // Of a genre that no other fold has, a model of the others knows nothing.
            var told = Enumerable.Range(0, heard.Length).Where(place => heard.Where((_, other) => folds[other] != folds[place])
                .Any(other => Actual[other] == Actual[heard[place]])).ToArray();
            var calibration = Calibrate([.. told.Select(place => heard[place])], [.. told.Select(place => raw[place])]);
            foreach (var (track, answer) in asked.Zip(Ask(recipe, heard, asked)))
            {
                calibrated[track] = calibration.Apply(answer);
            }
        }

        return new Answers(Actual, calibrated);
    }

    // Each artist counts the same.
    private Calibration Calibrate(int[] tracks, float[][] answers)
    {
        var sizes = tracks.CountBy(track => Artists[track]).ToDictionary(StringComparer.Ordinal);
        return Calibration.Fit(
            [.. tracks.Select(track => Actual[track])], answers, [.. tracks.Select(track => 1.0 / sizes[Artists[track]])]);
    }

    // Answers about tracks, each by a model of those in other folds, in the order of the tracks.
    private float[][] OutOfFold(Recipe recipe, int[] tracks, int[] folds)
    {
        var answers = new float[tracks.Length][];
        foreach (var fold in folds.Distinct())
        {
            var places = Enumerable.Range(0, tracks.Length).ToLookup(place => folds[place] == fold);
            foreach (var (place, answer) in places[true].Zip(
                Ask(recipe, places[false].Select(place => tracks[place]), [.. places[true].Select(place => tracks[place])])))
            {
                answers[place] = answer;
            }
        }

        return answers;
    }

    private float[][] Ask(Recipe recipe, IEnumerable<int> heard, int[] asked)
    {
        using var classifier = Train(recipe, heard);
        return classifier.Classify([.. asked.Select(track => _tracks.Tracks[track].Features)]);
    }

    private IClassifier Train(Recipe recipe, IEnumerable<int> heard) => ClassifierKinds.Find(recipe)
        .Train(new TrainingTask(recipe, _tracks.Select(heard), null, _options, null, CancellationToken.None)).Classifier;
}
