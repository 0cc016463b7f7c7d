namespace MicroGenre.Collections.Catalog;

/// <summary>What a library holds.</summary>
/// <param name="Library">Where it is kept.</param>
/// <param name="Folders">The folders that it follows, as they are shown.</param>
/// <param name="Tracks">Tracks: files that are there and could be analysed.</param>
/// <param name="Failed">Files that could not be analysed.</param>
/// <param name="Gone">Files that are no longer there.</param>
/// <param name="Seconds">How long all tracks last together.</param>
/// <param name="Genres">How many tracks are of each genre, the most frequent first.</param>
/// <param name="Models">How many tracks each model analysed, as NAME/VERSION.</param>
public sealed record LibraryStatus(
    string Library,
    IReadOnlyList<string> Folders,
    int Tracks,
    int Failed,
    int Gone,
    double Seconds,
    IReadOnlyDictionary<string, int> Genres,
    IReadOnlyDictionary<string, int> Models);
