using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>For each track of the lists a model that never heard its artist.</summary>
internal sealed class FoldedModels : IDisposable
{
    private readonly GenreModel[] _models;
    private readonly int[] _folds;

    public FoldedModels(Ruler ruler, Recipe recipe, int draw)
    {
        Tracks = ruler.Tracks;
        _folds = ArtistFolds.Deal(ruler.Artists, ruler.Actual, ruler.Folds, draw);
        _models = [.. ruler.FoldModels(recipe, draw).Select(classifier => new GenreModel(
            new ModelCard { Name = recipe.Name, Version = 1, Recipe = recipe, Labels = ruler.Genres, Train = DataSummary.Of(Tracks) },
            classifier))];
    }

    public TrackSet Tracks { get; }

    /// <summary>Which fold a track is in.</summary>
    public int FoldOf(int track) => _folds[track];

    /// <summary>The model of the folds that a track is not in.</summary>
    public GenreModel For(int track) => _models[_folds[track]];

    /// <summary>So many tracks, evenly spread over the lists.</summary>
    public IEnumerable<int> Some(int count) => Enumerable.Range(0, Math.Min(count, Tracks.Tracks.Count))
        .Select(i => (int)((long)i * Tracks.Tracks.Count / Math.Min(count, Tracks.Tracks.Count)));

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }
    }
}
