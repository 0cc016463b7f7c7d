using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>Finds tracks of the library by their files.</summary>
internal static class LibraryTracks
{
    /// <summary>The full path of a file.</summary>
    public static string FullPath(string file) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(file));

    /// <summary>Returns a track with its sound; <see langword="null"/> if the library does not contain the file.</summary>
    /// <exception cref="FailureException">The file is in the library but could not be analysed.</exception>
    public static async Task<LibraryTrack?> FindAsync(LibraryDatabase database, string file, CancellationToken cancellation)
    {
        var row = await new LibraryCatalog(database).FindAsync(FullPath(file), cancellation);
        return row?.Failure is { } failure ? throw new FailureException($"'{RawPath.Display(file)}' could not be analysed: {failure}")
            : row;
    }
}
