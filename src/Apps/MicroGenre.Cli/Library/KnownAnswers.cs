using MicroGenre.Cli.Audio;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>
/// Answers for the tracks of a library: the label that the owner gave a track, or else the genres of the last scan. No track is analysed
/// again.
/// </summary>
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
        var known = Classification.Sort(genres);
        return Task.FromResult(row.Label is { } label
            ? new Classification(name, row.Model!, [Labelled(label, known)], Uncertain: false, Verdict.Ok, Reason: null)
            {
                IsLabel = true,
            }
            : new Classification(name, row.Model!, known, Uncertain: false, row.Verdict, row.Reason));
    }

    // In the owner's spelling, unless it is one of the model's genres, which have names of their own.
    private static GenreProbability Labelled(string label, IReadOnlyList<GenreProbability> known) =>
        (known.FirstOrDefault(genre => GenreName.Comparer.Equals(genre.Label, label)) ?? new GenreProbability(label, 1, label)) with
        {
            Probability = 1,
        };

    public void Dispose()
    {
        // Rows need no release.
    }
}
