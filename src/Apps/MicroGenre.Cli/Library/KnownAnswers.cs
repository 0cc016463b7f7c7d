using MicroGenre.Cli.Audio;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>Answers for the tracks of a library, from its last scan. No track is analysed again.</summary>
internal sealed class KnownAnswers(IEnumerable<LibraryTrack> rows) : ITrackClassifier
{
    private readonly Dictionary<string, LibraryTrack> _rows =
        rows.DistinctBy(row => RawPath.Display(row.Path)).ToDictionary(row => RawPath.Display(row.Path), StringComparer.Ordinal);

    public int AtOnce => Environment.ProcessorCount;

    // Tracks of one library may have been analysed by several models.
    public Task<IReadOnlyList<string>?> LabelsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>?>(null);

    public Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        var row = _rows[name];
        var genres = row.Sound!.Genres.Select(
            share => new GenreProbability(share.Label, share.Probability, GenreName.Display(share.Label)));
        return Task.FromResult(
            new Classification(name, row.Model!, Classification.Sort(genres), Uncertain: false, row.Verdict, row.Reason));
    }

    public void Dispose()
    {
        // Rows need no release.
    }
}
