namespace MicroGenre.Cli.Tagging;

/// <summary>What to do with the genres of tracks.</summary>
/// <param name="Rule">Which genres are written.</param>
/// <param name="Write">Whether anything is written.</param>
/// <param name="Force">Whether genres that are there are replaced.</param>
/// <param name="Grouping">Which tracks get common genres.</param>
/// <param name="OnlySidecar">Whether no audio file is touched.</param>
/// <param name="Sidecar">The CSV file for genres that do not go to audio files.</param>
/// <param name="PreserveTimes">Whether files keep the times of their last change and access.</param>
/// <param name="Html">The page to write that compares genres before and after; <see langword="null"/> for none.</param>
/// <param name="Journals">The folder of journals.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record TaggingOrder(
    TagRule Rule,
    bool Write,
    bool Force,
    TrackGrouping Grouping,
    bool OnlySidecar,
    string Sidecar,
    bool PreserveTimes,
    string? Html,
    string Journals,
    bool Json);
