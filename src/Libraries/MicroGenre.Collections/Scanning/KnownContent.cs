using System.Collections.Concurrent;

namespace MicroGenre.Collections.Scanning;

/// <summary>
/// Which contents the library knows already, by their SHA-256: no content is analysed twice. Several threads may ask at once.
/// </summary>
internal sealed class KnownContent
{
    private readonly ConcurrentDictionary<string, long> _analyzed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentStack<KnownFile>> _missing = new(StringComparer.Ordinal);

    /// <param name="known">All that is remembered.</param>
    /// <param name="missing">Those of them that are not there: a file of the same content that turns up elsewhere is the same one,
    /// moved.</param>
    /// <param name="model">The model to tell genres.</param>
    /// <param name="features">The version of what is measured.</param>
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

    /// <summary>Remembers a row that is in the database now.</summary>
    public void Add(string sha256, long id) => _analyzed[sha256] = id;

    /// <summary>Whether a content needs no analysis.</summary>
    public bool Has(string sha256) => _analyzed.ContainsKey(sha256);

    /// <summary>The row of a track of this content; <see langword="null"/> where there is none.</summary>
    public long? RowOf(string sha256) => _analyzed.TryGetValue(sha256, out var id) ? id : null;

    /// <summary>
    /// A file of this content that is missing, which nobody else gets from now on; <see langword="null"/> where there is none.
    /// </summary>
    public KnownFile? TakeMissing(string sha256) => _missing.TryGetValue(sha256, out var files) && files.TryPop(out var file) ? file : null;

    /// <summary>The missing files that nobody took.</summary>
    public IEnumerable<KnownFile> LeftMissing() => _missing.Values.SelectMany(files => files);
}
