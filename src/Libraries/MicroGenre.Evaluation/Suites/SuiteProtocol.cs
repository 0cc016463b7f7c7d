namespace MicroGenre.Evaluation.Suites;

/// <summary>How the tracks of a suite are divided into those to learn from and those to be tested on.</summary>
public enum SuiteProtocol
{
    /// <summary>As the papers do it: at random, so that tracks of one artist may be on both sides.</summary>
    Paper,

    /// <summary>No artist on both sides: by the lists or the split of the data, or by its groups.</summary>
    ArtistAware,
}

/// <summary>The names of the protocols.</summary>
public static class SuiteProtocols
{
    /// <summary>The names, in the order of <see cref="SuiteProtocol"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["paper", "artist-aware"];

    /// <summary>A protocol in words, as a heading.</summary>
    public static string Heading(this SuiteProtocol protocol) => protocol == SuiteProtocol.Paper ? "paper's protocol" : "artist-aware";

    /// <summary>The protocol with a name; <see langword="null"/> if there is none.</summary>
    public static SuiteProtocol? Named(string name) =>
        Names.Index().Where(known => string.Equals(known.Item, name, StringComparison.OrdinalIgnoreCase))
            .Select(known => (SuiteProtocol?)known.Index).FirstOrDefault();
}
