using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>Tracks of the library that users name by their files.</summary>
internal static class LibraryTracks
{
    /// <summary>The full path of a file that was named.</summary>
    public static string FullPath(string file) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(file));

    /// <summary>A track with its sound; <see langword="null"/> for a file that the library does not have.</summary>
    /// <exception cref="FailureException">The library has it, and could not analyse it.</exception>
    public static async Task<LibraryTrack?> FindAsync(LibraryDatabase database, string file, CancellationToken cancellation)
    {
        var row = await new LibraryCatalog(database).FindAsync(FullPath(file), cancellation);
        return row?.Failure is { } failure ? throw new FailureException($"'{RawPath.Display(file)}' could not be analysed: {failure}")
            : row;
    }
}
