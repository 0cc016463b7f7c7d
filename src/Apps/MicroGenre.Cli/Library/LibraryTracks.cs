using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

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
        var path = FullPath(file);
        var row = await database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            return await context.Tracks.AsNoTracking().Include(track => track.Sound)
                .FirstOrDefaultAsync(track => track.Path == path, cancellation);
        });
        return row?.Failure is { } failure ? throw new FailureException($"'{RawPath.Display(file)}' could not be analysed: {failure}")
            : row;
    }
}
