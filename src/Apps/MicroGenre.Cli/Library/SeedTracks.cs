using MicroGenre.Cli.Audio;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>The tracks to compare with: embeddings come from the library or, for other files, from an analysis.</summary>
internal sealed class SeedTracks : IDisposable
{
    private readonly ModelRepository _models;
    private readonly HashSet<string> _artists = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<float[]> _embeddings = [];
    private GenreModel? _loaded;

    private SeedTracks(string model, ModelRepository models) => (Model, _models) = (model, models);

    /// <summary>The model of the embeddings, as NAME/VERSION.</summary>
    public string Model { get; }

    public IReadOnlyList<float[]> Embeddings => _embeddings;

    public IReadOnlySet<string> Artists => _artists;

    public IReadOnlySet<string> Paths => _paths;

    public static async Task<SeedTracks> ReadAsync(
        LibraryDatabase database, ModelRepository models, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var seeds = new SeedTracks(await new LibraryCatalog(database).ModelAsync(cancellation), models);
        try
        {
            foreach (var file in files)
            {
                seeds.Add(file, await LibraryTracks.FindAsync(database, file, cancellation), cancellation);
            }

            return seeds;
        }
        catch
        {
            seeds.Dispose();
            throw;
        }
    }

    public void Dispose() => _loaded?.Dispose();

    private void Add(string file, LibraryTrack? row, CancellationToken cancellation)
    {
        var (sound, artist) = row is { Sound: { } known } && row.Model == Model ? (known, row.Artist) : Analyze(file, cancellation);
        _embeddings.Add(sound.Embedding);
        _paths.Add(LibraryTracks.FullPath(file));
        if (artist is not null)
        {
            _artists.Add(artist);
        }
    }

    private (TrackSound Sound, string? Artist) Analyze(string file, CancellationToken cancellation)
    {
        _loaded ??= ModelName.Parse(Model).Load(_models);
        try
        {
            using var audio = new TrackArgument(file, IsNamed: true).Open();
            var analysis = new SoundAnalyzer(_loaded).Analyze(audio, cancellation);
            return (analysis.Sound, analysis.Tags.Artist);
        }
        catch (Exception exception) when (TrackError.IsExpected(exception))
        {
            throw new FailureException($"'{RawPath.Display(file)}' cannot be analysed: {TrackError.Line(exception)}", exception);
        }
    }
}
