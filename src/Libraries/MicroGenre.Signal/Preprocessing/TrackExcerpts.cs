using System.Collections.Concurrent;

namespace MicroGenre.Signal;

/// <summary>Takes an excerpt of a clip.</summary>
/// <param name="samples">Mono samples, <c>[time]</c>.</param>
/// <param name="sampleRate">Their rate, in Hz.</param>
/// <returns>The samples of the excerpt, at least one.</returns>
public delegate float[] ExcerptCut(float[] samples, int sampleRate);

/// <summary>
/// The excerpts that <see cref="PreprocessSettings.Excerpt"/> can name. A program that uses them registers them once at startup.
/// </summary>
/// <example><code>
/// TrackExcerpts.Register("first-second", (samples, rate) => samples[..Math.Min(rate, samples.Length)]);
/// var settings = new LogMelSettings { Preprocess = new PreprocessSettings { Excerpt = "first-second" } };
/// </code></example>
public static class TrackExcerpts
{
    private static readonly ConcurrentDictionary<string, ExcerptCut> Known = new(StringComparer.Ordinal);

    /// <summary>Registers an excerpt. Registering a name again has no effect.</summary>
    public static void Register(string name, ExcerptCut excerpt) => Known.TryAdd(name, excerpt);

    /// <exception cref="ArgumentException">The excerpt is not registered; the message lists the known ones.</exception>
    internal static ExcerptCut Find(string name) => Known.TryGetValue(name, out var excerpt)
        ? excerpt
        : throw new ArgumentException(
            $"There is no excerpt '{name}'; known are: {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal))}.", nameof(name));
}
