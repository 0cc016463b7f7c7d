using System.Collections.Concurrent;

namespace MicroGenre.Collections.Scanning;

/// <summary>The contents that the library already knows, by SHA-256, so that none is analysed twice. Instances are thread-safe.</summary>
internal sealed class KnownContent
{
    private readonly ConcurrentDictionary<string, long> _analyzed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentStack<KnownFile>> _missing = new(StringComparer.Ordinal);

    /// <param name="known">All files in the library.</param>
    /// <param name="missing">The known files that no longer exist. A file with the same content elsewhere counts as moved.</param>
    /// <param name="model">The model that predicts genres.</param>
    /// <param name="features">The version of the features.</param>
    public KnownContent(IEnumerable<KnownFile> known, IEnumerable<KnownFile> missing, string model, int features)
    {
        foreach (var file in known.Where(file => !file.HasFailed && file.IsCurrent(model, features)))
        {
            _analyzed[file.Sha256] = file.Id;
        }

        foreach (var file in missing)
        {
            _missing.GetOrAdd(file.Sha256, _ => new ConcurrentStack<KnownFile>()).Push(file);
        }
    }

    /// <summary>Adds a row that has been committed to the database.</summary>
    public void Add(string sha256, long id) => _analyzed[sha256] = id;

    /// <summary>Whether a content needs no analysis.</summary>
    public bool Has(string sha256) => _analyzed.ContainsKey(sha256);

    /// <summary>The ID of a row with this content; <see langword="null"/> if there is none.</summary>
    public long? RowOf(string sha256) => _analyzed.TryGetValue(sha256, out var id) ? id : null;

    /// <summary>Takes a missing file with this content, so that no other caller gets it; <see langword="null"/> if there is none.</summary>
    public KnownFile? TakeMissing(string sha256) => _missing.TryGetValue(sha256, out var files) && files.TryPop(out var file) ? file : null;

    /// <summary>The missing files that were not taken.</summary>
    public IEnumerable<KnownFile> LeftMissing() => _missing.Values.SelectMany(files => files);
}
