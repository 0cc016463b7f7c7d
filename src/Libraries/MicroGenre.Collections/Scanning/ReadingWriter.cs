using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Scanning;

/// <summary>Writes readings to the database, one batch per transaction.</summary>
internal sealed class ReadingWriter(LibraryDatabase database, string model)
{
    /// <summary>Writes a batch.</summary>
    /// <returns>The rows in the order of the batch, with their IDs.</returns>
    public Task<IReadOnlyList<LibraryTrack>> WriteAsync(IReadOnlyList<FileReading> batch) =>
        database.GuardAsync<IReadOnlyList<LibraryTrack>>(async () =>
    {
        await using var context = database.Connect();
        var rows = await RowsAsync(context, batch);
        var written = new List<LibraryTrack>(batch.Count);
        foreach (var reading in batch)
        {
            var row = reading.Row is { } known && rows.TryGetValue(known.Id, out var found) ? found : null;
            if (row is null)
            {
                row = new LibraryTrack { Path = reading.File.Path, Sha256 = reading.Sha256 };
                context.Add(row);
            }

            Place(row, reading);
            Fill(row, reading.Outcome, rows);
            written.Add(row);
        }

        await context.SaveChangesAsync();
        return written;
    });

    private static async Task<Dictionary<long, LibraryTrack>> RowsAsync(LibraryContext context, IReadOnlyList<FileReading> batch)
    {
        long[] ids = [.. batch.SelectMany(reading => (long?[])[reading.Row?.Id, (reading.Outcome as FileOutcome.Copied)?.Source])
            .OfType<long>().Distinct()];
        return ids.Length == 0 ? [] : await context.Tracks.Include(track => track.Sound).Where(track => ids.Contains(track.Id))
            .ToDictionaryAsync(track => track.Id);
    }

    private static void Place(LibraryTrack row, FileReading reading)
    {
        row.Path = reading.File.Path;
        row.Length = reading.File.Length;
        row.Modified = reading.File.Modified;
        row.Sha256 = reading.Sha256;
        row.IsGone = false;
    }

    private void Fill(LibraryTrack row, FileOutcome outcome, Dictionary<long, LibraryTrack> rows)
    {
        switch (outcome)
        {
            case FileOutcome.Kept:
                break;

            case FileOutcome.Copied copied:
                Copy(row, rows[copied.Source]);
                break;

            case FileOutcome.Analyzed analyzed:
                Fill(row, analyzed.Analysis);
                break;

            case FileOutcome.Failed failed:
                Clear(row);
                row.Failure = failed.Reason;
                Sign(row, null);
                break;
        }
    }

    private void Fill(LibraryTrack row, SoundAnalysis analysis)
    {
        row.Failure = null;
        row.Duration = analysis.Duration;
        row.Level = analysis.Level;
        row.Tempo = analysis.Tempo;
        row.Key = analysis.Key;
        row.Verdict = analysis.Verdict;
        row.Reason = analysis.Reason;
        var best = analysis.Verdict == Verdict.Ok ? analysis.Sound.Genres[0] : null;
        (row.Genre, row.Probability) = (best?.Label, best?.Probability);
        (row.Artist, row.Album, row.Title) = (analysis.Tags.Artist, analysis.Tags.Album, analysis.Tags.Title);
        (row.TagGenre, row.Year) = (analysis.Tags.Genre, analysis.Tags.Year);
        SetSound(row, analysis.Sound);
        Sign(row, model);
    }

    private static void Sign(LibraryTrack row, string? signature) =>
        (row.Model, row.Features, row.Analyzed) = (signature, SoundAnalyzer.FeaturesVersion, DateTime.UtcNow);

    private static void Clear(LibraryTrack row)
    {
        (row.Duration, row.Level, row.Tempo, row.Key) = (0, null, null, null);
        (row.Verdict, row.Reason, row.Genre, row.Probability) = (Verdict.Ok, null, null, null);
        (row.Artist, row.Album, row.Title, row.TagGenre, row.Year) = (null, null, null, null, null);
        row.Sound = null;
    }

    private static void Copy(LibraryTrack row, LibraryTrack source)
    {
        row.Failure = null;
        (row.Duration, row.Level, row.Tempo, row.Key) = (source.Duration, source.Level, source.Tempo, source.Key);
        (row.Verdict, row.Reason, row.Genre, row.Probability) = (source.Verdict, source.Reason, source.Genre, source.Probability);
        (row.Artist, row.Album, row.Title, row.TagGenre, row.Year) =
            (source.Artist, source.Album, source.Title, source.TagGenre, source.Year);
        (row.Model, row.Features, row.Analyzed) = (source.Model, source.Features, source.Analyzed);
        SetSound(row, source.Sound!);
    }

    // The row object must stay the same, because the database context tracks it.
    private static void SetSound(LibraryTrack row, TrackSound sound)
    {
        if (row.Sound is { } own)
        {
            (own.Genres, own.OverTime, own.Embedding, own.Place) = (sound.Genres, sound.OverTime, sound.Embedding, sound.Place);
        }
        else
        {
            row.Sound = new TrackSound
            {
                Genres = sound.Genres, OverTime = sound.OverTime, Embedding = sound.Embedding, Place = sound.Place,
            };
        }
    }
}
