using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>Tracks of a list, located by a model that learnt from the other list.</summary>
/// <param name="Name">What the list is called.</param>
/// <param name="Places">Where each track is.</param>
/// <param name="Uncertainty">How uncertain the model is of each.</param>
/// <param name="Genres">The genre of each.</param>
/// <param name="Artists">The artist of each.</param>
internal sealed record LocatedList(
    string Name, IReadOnlyList<float[]> Places, IReadOnlyList<double> Uncertainty, IReadOnlyList<string> Genres,
    IReadOnlyList<string> Artists)
{
    /// <summary>How many there are.</summary>
    public int Count => Places.Count;

    /// <summary>The training list and the validation list.</summary>
    public static IEnumerable<LocatedList> ReadBoth()
    {
        var ruler = new Ruler(folds: 5, threads: 1);
        var recipe = RecipeCatalog.Find("textures-and-modulations");
        foreach (var (list, name) in new[] { "training list", "validation list" }.Index())
        {
            var tracks = Enumerable.Range(0, ruler.List.Count).ToLookup(track => ruler.List[track] == list);
            var heard = ruler.Tracks.Select(tracks[false]);
            using var model = new GenreModel(
                new ModelCard { Name = name, Version = 1, Recipe = recipe, Labels = heard.Genres, Train = DataSummary.Of(heard) },
                ClassifierKinds.Find(recipe).Train(new TrainingTask(
                    recipe, heard, null, new TrainingOptions { Threads = 1 }, null, CancellationToken.None)).Classifier);
            var space = MicroGenre.Learning.Teaching.SpaceOf(model);
            var answers = tracks[true].Select(track => model.Answer(ruler.Tracks.Tracks[track].Features)).ToList();
            yield return new LocatedList(
                name,
                [.. answers.Select(space.Locate)],
                [.. answers.Select(answer => LabelSuggestions.Uncertainty([.. answer.Probabilities.Select(p => (double)p)]))],
                [.. tracks[true].Select(track => ruler.Genres[ruler.Actual[track]])],
                [.. tracks[true].Select(track => ruler.Artists[track])]);
        }
    }
}
