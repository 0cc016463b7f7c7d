using System.Globalization;
using System.Text.Json;

namespace MicroGenre.Tagging;

/// <summary>
/// A journal of a run that writes genres: what each file was, so that <see cref="TagRun.Undo(CancellationToken)"/> can take the run back. A
/// change is on disk before the file is replaced. Recording is thread-safe.
/// </summary>
/// <remarks>
/// A journal is a file of JSON lines. It holds the bytes that a file and its predecessor do not share, which are those of the tags.
/// </remarks>
/// <example><code>
/// using (var journal = TagJournal.Create("journals"))
/// {
///     TagFile.Open("song.mp3")?.Write(["Jazz"], journal: journal);
/// }
///
/// foreach (var file in TagRun.In("journals")[0].Undo())
/// {
///     Console.WriteLine($"{file.Path}: {file.Outcome}");
/// }
/// </code></example>
public sealed class TagJournal : IDisposable
{
    /// <summary>The extension of a journal.</summary>
    internal const string Extension = ".tags.jsonl";

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private bool _hasChanges;

    private TagJournal(FileStream file) => _file = file;

    /// <summary>The name of the run: its start in UTC.</summary>
    public string Run => Path.GetFileName(_file.Name)[..^Extension.Length];

    /// <summary>Whether a file was changed.</summary>
    public bool HasChanges => _hasChanges;

    /// <summary>Starts a journal.</summary>
    /// <param name="folder">The folder of journals, which is made if there is none.</param>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static TagJournal Create(string folder)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            var name = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH-mm-ss-fff", CultureInfo.InvariantCulture) + Extension;
            try
            {
                return new TagJournal(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, name)))
            {
                // Another run started in the same millisecond.
            }
        }
    }

    /// <summary>Goes on with a journal, behind the last line that is whole.</summary>
    internal static TagJournal Continue(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        while (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }

            file.SetLength(file.Length - 1);
        }

        return new TagJournal(file) { _hasChanges = true };
    }

    /// <summary>Ends the journal. A journal without changes is deleted.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_hasChanges)
        {
            File.Delete(_file.Name);
        }
    }

    /// <summary>Announces a temporary file, so that it can be removed if the run is killed.</summary>
    internal void Announce(TagChange change) => Append(change, toDisk: false);

    /// <summary>Records a change that is about to be made.</summary>
    /// <exception cref="IOException">The journal cannot be written; the change must not be made.</exception>
    internal void Record(TagChange change)
    {
        Append(change, toDisk: true);
        _hasChanges = true;
    }

    private void Append(TagChange change, bool toDisk)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(change), (byte)'\n'];
        lock (_lock)
        {
            _file.Write(line);
            _file.Flush(toDisk);
        }
    }
}
