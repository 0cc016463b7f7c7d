using System.Collections.Concurrent;
using System.Globalization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Learning;

namespace MicroGenre.Collecting.Scans;

/// <summary>Caches an analyser for each model that scans use.</summary>
public sealed class AnalyzerCache(ModelRepository models) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(GenreModel Model, SoundAnalyzer Analyzer)>> _loaded = new(StringComparer.Ordinal);

    /// <summary>The full name of a model, as NAME/VERSION.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version; <see langword="null"/> for the newest.</param>
    /// <exception cref="UnknownModelException">The model does not exist.</exception>
    public string NameOf(string name, int? version) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}/{models.Find(name, version)}");

    /// <summary>Returns the analyser for a model.</summary>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <exception cref="UnknownModelException">The model does not exist.</exception>
    public SoundAnalyzer Get(string model)
    {
        var entry = _loaded.GetOrAdd(model, _ => new Lazy<(GenreModel, SoundAnalyzer)>(() => Load(model)));
        try
        {
            return entry.Value.Analyzer;
        }
        catch
        {
            // The next caller tries again.
            _loaded.TryRemove(KeyValuePair.Create(model, entry));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _loaded.Values.Where(entry => entry.IsValueCreated))
        {
            entry.Value.Model.Dispose();
        }
    }

    private (GenreModel, SoundAnalyzer) Load(string model)
    {
        var parts = model.Split('/');
        var loaded = models.Load(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        return (loaded, new SoundAnalyzer(loaded));
    }
}
