namespace MicroGenre.Collections.Catalog;

/// <summary>A summary of a library.</summary>
/// <param name="Library">The location of the library.</param>
/// <param name="Folders">The folders of the library, formatted for display.</param>
/// <param name="Tracks">Number of tracks: files that exist and were analysed.</param>
/// <param name="Failed">Number of files that could not be analysed.</param>
/// <param name="Gone">Number of files that no longer exist.</param>
/// <param name="Seconds">Total length of all tracks, in seconds.</param>
/// <param name="Genres">Number of tracks of each genre, the most frequent first.</param>
/// <param name="Models">Number of tracks analysed by each model, as NAME/VERSION.</param>
public sealed record LibraryStatus(
    string Library,
    IReadOnlyList<string> Folders,
    int Tracks,
    int Failed,
    int Gone,
    double Seconds,
    IReadOnlyDictionary<string, int> Genres,
    IReadOnlyDictionary<string, int> Models);
