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

    public Ruler(int folds, int threads)
    {
        var sets = SpectrogramFiles.ReadAll(Lists.Select(list =>
            (SharedData.PathOf("data", "gtzan-mel", $"{list}.npy"), SharedData.PathOf("data", "gtzan-mel", $"{list}.csv"))));
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
            var calibration = Calibration.Fit([.. others.Select(track => Actual[track])], [.. others.Select(track => raw[track])]);
            foreach (var track in all.Where(track => folds[track] == fold))
            {
                calibrated[track] = calibration.Apply(raw[track]);
            }
        }

        return new Answers(Actual, calibrated);
    }

    /// <summary>Answers about each track by a model of the other list, calibrated by folds of the tracks that it learnt from.</summary>
    public Answers AcrossLists(Recipe recipe)
    {
        var calibrated = new float[_lists.Length][];
        for (var list = 0; list < Lists.Length; list++)
        {
            var heard = Enumerable.Range(0, _lists.Length).Where(track => _lists[track] != list).ToArray();
            var asked = Enumerable.Range(0, _lists.Length).Where(track => _lists[track] == list).ToArray();
            var folds =
                ArtistFolds.Deal(
                [.. heard.Select(track => Artists[track])], [.. heard.Select(track => Actual[track])], CalibrationFolds, seed: 1);
            var calibration = Calibration.Fit([.. heard.Select(track => Actual[track])], OutOfFold(recipe, heard, folds));
            foreach (var (track, answer) in asked.Zip(Ask(recipe, heard, asked)))
            {
                calibrated[track] = calibration.Apply(answer);
            }
        }

        return new Answers(Actual, calibrated);
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
        var task = new TrainingTask(recipe, _tracks.Select(heard), null, _options, null, CancellationToken.None);
        using var classifier = ClassifierKinds.Find(recipe).Train(task).Classifier;
        return classifier.Classify([.. asked.Select(track => _tracks.Tracks[track].Features)]);
    }
}
