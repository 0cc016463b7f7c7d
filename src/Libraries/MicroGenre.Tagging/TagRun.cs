using System.Text.Json;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging.Deltas;

namespace MicroGenre.Tagging;

/// <summary>A run that wrote genres, by its journal.</summary>
public sealed class TagRun
{
    private const string Undone = ".undone";

    private readonly string _journal;

    private TagRun(string journal) => _journal = journal;

    /// <summary>The name of the run: its start in UTC.</summary>
    public string Name => Path.GetFileName(_journal).Split('.')[0];

    /// <summary>Whether the run was taken back.</summary>
    public bool IsUndone => _journal.EndsWith(Undone, StringComparison.Ordinal);

    /// <summary>The paths of the files that the run changed.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public IReadOnlyList<string> Files => [.. Changes().Where(change => change.Parts is not null).Select(change => change.Path)];

    /// <summary>The runs whose journals are in a folder, the newest first.</summary>
    public static IReadOnlyList<TagRun> In(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => file.EndsWith(TagJournal.Extension, StringComparison.Ordinal)
                || file.EndsWith(TagJournal.Extension + Undone, StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal).Select(file => new TagRun(file)),
    ];

    /// <summary>Takes the run back: each file gets its old bytes and its old time of change.</summary>
    /// <remarks>
    /// A file that is as it was before the run stays. A file that has changed since the run is left. A run that was killed can be taken
    /// back as well, and an undo that was killed goes on.
    /// </remarks>
    /// <param name="cancellation">Ends the work between two files; the run can be taken back again.</param>
    /// <returns>What was done with each file, the last changed first.</returns>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public IReadOnlyList<UndoneFile> Undo(CancellationToken cancellation = default)
    {
        var undone = new List<UndoneFile>();
        var changes = Changes();
        using (var journal = IsUndone ? null : TagJournal.Continue(_journal))
        {
            Undo(changes, journal, undone, cancellation);
        }

        if (!IsUndone && undone.TrueForAll(file => file.Outcome != UndoOutcome.Left))
        {
            File.Move(_journal, _journal + Undone);
        }

        return undone;
    }

    private static void Undo(TagChange[] changes, TagJournal? journal, List<UndoneFile> undone, CancellationToken cancellation)
    {
        foreach (var change in changes.Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            if (change.Parts is null)
            {
                RemoveTemporary(change);
            }
            else
            {
                undone.Add(Undo(change, journal));
            }
        }
    }

    private static UndoneFile Undo(TagChange change, TagJournal? journal)
    {
        try
        {
            using var reach = ReachablePath.Of(change.Path);
            using var file = new ReplacementFile(reach.Path, name => journal?.Announce(TagChange.Announce(change.Path, name)));
            var hash = TagChange.HashOf(file.Old);
            if (hash.AsSpan().SequenceEqual(change.OldSha256))
            {
                return new UndoneFile(change.Path, UndoOutcome.Unchanged, null);
            }

            if (!hash.AsSpan().SequenceEqual(change.NewSha256))
            {
                return new UndoneFile(change.Path, UndoOutcome.Left, "it has changed since");
            }

            FileDelta.Apply(change.Parts!, file.Old, file.Content);
            if (!TagChange.HashOf(file.Content).AsSpan().SequenceEqual(change.OldSha256))
            {
                return new UndoneFile(change.Path, UndoOutcome.Left, "its journal is damaged");
            }

            file.Commit(new DateTime(change.ChangedTicks, DateTimeKind.Utc));
            return new UndoneFile(change.Path, UndoOutcome.Restored, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new UndoneFile(change.Path, UndoOutcome.Left, exception.Message);
        }
    }

    private static void RemoveTemporary(TagChange change)
    {
        try
        {
            using var reach = ReachablePath.Of(change.Path);
            File.Delete(ReplacementFile.Beside(reach.Path, change.Temporary));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or of others now; so is the temporary file.
        }
    }

    /// <summary>
    /// The changes in order. A last line without an end was being written when the run was killed: its change was not made.
    /// </summary>
    private TagChange[] Changes()
    {
        var text = File.ReadAllText(_journal);
        try
        {
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<TagChange>(line)!)];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The journal '{_journal}' is damaged: {exception.Message}", exception);
        }
    }
}

/// <summary>What an undo did with a file.</summary>
/// <param name="Path">The path of the file, which may be <see cref="RawPath">raw</see>.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Reason">Why the file was left; <see langword="null"/> if it was not.</param>
public sealed record UndoneFile(string Path, UndoOutcome Outcome, string? Reason);

/// <summary>What an undo does with a file.</summary>
public enum UndoOutcome
{
    /// <summary>The file has its old bytes again.</summary>
    Restored,

    /// <summary>The file was as before the run: the run did not get to it, or it was taken back already.</summary>
    Unchanged,

    /// <summary>The file could not be taken back.</summary>
    Left,
}
