using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Labels;

/// <summary>
/// The genres that the owner of a library says its tracks are: kept in the library, asked for where they teach most, and doubted where
/// the others speak against them. Tracks are compared where the latest scan's model sees them; nothing is decoded.
/// </summary>
/// <param name="database">The open library.</param>
/// <example><code>
/// var labels = new LibraryLabels(LibraryDatabase.InFolder("/home/me/models"));
/// await labels.SetAsync("/home/me/Music/song.mp3", "Synthwave", CancellationToken.None);
/// var next = await labels.SuggestAsync(LibraryLabels.DefaultCount, CancellationToken.None);
/// </code></example>
public sealed class LibraryLabels(LibraryDatabase database)
{
    /// <summary>How many tracks are suggested, or found to disagree with their tags.</summary>
    public const int DefaultCount = 20;

    /// <summary>The probability from which the model counts as confident.</summary>
    public const double ConfidentProbability = 0.8;

    private readonly LibraryCatalog _catalog = new(database);

    /// <summary>Remembers what a track is.</summary>
    /// <param name="path">The track's full path.</param>
    /// <param name="genre">Its genre; <see langword="null"/> to forget what was said.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The track.</returns>
    /// <exception cref="LessonException">The name of the genre is not usable.</exception>
    /// <exception cref="LibraryException">The library does not contain the track, or the database failed.</exception>
    public Task<LibraryTrack> SetAsync(string path, string? genre, CancellationToken cancellation)
    {
        var label = genre is null ? null : Teaching.CheckName(genre);
        return database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            var row = await context.Tracks.FirstOrDefaultAsync(track => track.Path == path, cancellation)
                ?? throw new LibraryException($"The library does not contain '{RawPath.Display(path)}'.");
            row.Label = label;
            await context.SaveChangesAsync(cancellation);
            return row;
        });
    }

    /// <summary>The tracks with a label, in any spelling, with their sound, by path.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<List<LibraryTrack>> FindAsync(string genre, CancellationToken cancellation) => database.GuardAsync(async () =>
    {
        await using var context = database.Connect();
        var labels = await context.Tracks.Where(track => track.Label != null).Select(track => track.Label!).Distinct()
            .ToListAsync(cancellation);
        string[] spellings = [.. labels.Where(label => GenreName.Comparer.Equals(label, genre))];
        return await context.Tracks.AsNoTracking().Include(track => track.Sound)
            .Where(track => !track.IsGone && track.Failure == null && spellings.Contains(track.Label)).OrderBy(track => track.Path)
            .ToListAsync(cancellation);
    });

    /// <summary>The tracks whose labels would teach most, the most worthwhile first (<see cref="LabelSuggestions"/>).</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="LibraryException">The library has no tracks, or the database failed.</exception>
    public async Task<IReadOnlyList<SuggestedTrack>> SuggestAsync(int count, CancellationToken cancellation)
    {
        var all = await LoadAsync(cancellation);
        var labelled = all.Where(track => track.Label is not null).ToList();
        var others = all.Where(track => track.Label is null && track.Verdict != Verdict.NoMusic).ToList();
        double[] uncertainty =
            [.. others.Select(track => LabelSuggestions.Uncertainty([.. track.Genres.Select(genre => genre.Probability)]))];
        var chosen = LabelSuggestions.Choose(
            [.. others.Select(track => track.Place)], uncertainty, [.. labelled.Select(track => track.Place)],
            [.. labelled.Select(track => track.Label!)], count, cancellation);
        var rows = await _catalog.FindAsync([.. chosen.Select(i => others[i].Id)], cancellation);
        return [.. chosen.Where(i => rows.ContainsKey(others[i].Id)).Select(i => new SuggestedTrack(rows[others[i].Id], uncertainty[i]))];
    }

    /// <summary>
    /// The tracks whose tag contradicts a confident model (<see cref="TagContradiction"/>), the greatest contradiction first. Tracks with a
    /// label are left out: their owner has decided.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="least">The probability from which the model counts as confident, 0 to 1.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="LibraryException">The library has no tracks, or the database failed.</exception>
    public async Task<IReadOnlyList<DisagreeingTrack>> FindDisagreementsAsync(int count, double least, CancellationToken cancellation)
    {
        var model = await _catalog.ModelAsync(cancellation);
        var tagged = await database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            return await context.Tracks.AsNoTracking()
                .Where(track => !track.IsGone && track.Model == model && track.Label == null && track.TagGenre != null
                    && track.Probability >= least && track.Sound != null)
                .OrderBy(track => track.Path)
                .Select(track => new { track.Id, Tag = track.TagGenre!, track.Sound!.Genres }).ToListAsync(cancellation);
        });
        var found = tagged.Select(track => (track.Id, Contradiction: TagContradiction.Of(track.Tag, track.Genres)))
            .Where(track => track.Contradiction is not null).OrderByDescending(track => track.Contradiction!.Odds).Take(count).ToList();
        var rows = await _catalog.FindAsync([.. found.Select(track => track.Id)], cancellation);
        return
        [
            .. found.Where(track => rows.ContainsKey(track.Id))
                .Select(track => new DisagreeingTrack(rows[track.Id], track.Contradiction!)),
        ];
    }

    /// <summary>The labels that are probably wrong, the most doubtful first (<see cref="LabelErrors"/>).</summary>
    /// <exception cref="LibraryException">Too few tracks have labels, or the database failed.</exception>
    public async Task<IReadOnlyList<DoubtfulTrack>> FindDoubtfulAsync(CancellationToken cancellation)
    {
        var labelled = (await LoadAsync(cancellation)).Where(track => track.Label is not null).ToList();
        var genres = labelled.Select(track => track.Label!).Distinct(GenreName.Comparer).Count();
        if (labelled.Count < LabelErrors.LeastTracks || genres < 2)
        {
            throw new LibraryException(
                $"{labelled.Count} tracks with labels of {genres} genres cannot tell which labels are wrong: it takes at least "
                + $"{LabelErrors.LeastTracks} tracks of two genres.");
        }

        var doubtful = LabelErrors.Find(
            [.. labelled.Select(track => track.Place)], [.. labelled.Select(track => track.Label!)], cancellation: cancellation);
        var rows = await _catalog.FindAsync([.. doubtful.Select(error => labelled[error.Track].Id)], cancellation);
        return
        [
            .. doubtful.Where(error => rows.ContainsKey(labelled[error.Track].Id))
                .Select(error => new DoubtfulTrack(rows[labelled[error.Track].Id], error.Suggestion, error.Odds)),
        ];
    }

    // A model without a space has embeddings, which are places, too, if narrower ones.
    private async Task<List<PlacedTrack>> LoadAsync(CancellationToken cancellation)
    {
        var model = await _catalog.ModelAsync(cancellation);
        return await database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            return await context.Tracks.AsNoTracking()
                .Where(track => !track.IsGone && track.Failure == null && track.Model == model && track.Sound != null)
                .OrderBy(track => track.Path)
                .Select(track => new PlacedTrack(
                    track.Id, track.Label, track.Verdict, track.Sound!.Genres, track.Sound.Embedding, track.Sound.Place))
                .ToListAsync(cancellation);
        });
    }

    private sealed record PlacedTrack(
        long Id, string? Label, Verdict Verdict, IReadOnlyList<GenreShare> Genres, float[] Embedding, float[]? InSpace)
    {
        public float[] Place => InSpace ?? Embedding;
    }
}

/// <summary>A track whose label would teach much.</summary>
/// <param name="Track">The track.</param>
/// <param name="Uncertainty">How uncertain the model is of its genre, 0 to 1.</param>
public sealed record SuggestedTrack(LibraryTrack Track, double Uncertainty);

/// <summary>A track whose tag contradicts the model.</summary>
/// <param name="Track">The track.</param>
/// <param name="Contradiction">How much it does.</param>
public sealed record DisagreeingTrack(LibraryTrack Track, TagContradiction Contradiction);

/// <summary>A track whose label is probably wrong.</summary>
/// <param name="Track">The track.</param>
/// <param name="Suggestion">The label that is more probable.</param>
/// <param name="Odds">The natural logarithm of how many times more probable that is; above 0.</param>
public sealed record DoubtfulTrack(LibraryTrack Track, string Suggestion, double Odds);
