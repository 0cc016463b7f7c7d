using System.Globalization;
using System.Text;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collections.Playlists;

/// <summary>Arranges tracks, and writes them as a playlist that players read: M3U8 (RFC 8216, section 4, for the line format).</summary>
/// <example><code>
/// PlaylistTrack[] tracks = [new("/music/a.mp3", 181.2, "Someone", "A title"), new("/music/b.mp3", 202, "Someone", "Another")];
/// var arranged = Playlist.Arrange(tracks, new PlaylistLimits(ArtistGap: 2, Seconds: 3600));
/// Playlist.Write("/music/evening.m3u8", arranged, relative: true);
/// </code></example>
public static class Playlist
{
    /// <summary>Chooses and orders tracks within limits.</summary>
    /// <param name="candidates">The tracks, the most wanted first.</param>
    /// <param name="limits">The limits.</param>
    /// <returns>
    /// The tracks. Each is the most wanted one that keeps the artists apart and fits into the duration. If all that are left are by artists
    /// played too lately, the one whose artist was played longest ago follows. Tracks without an artist need no distance.
    /// </returns>
    public static IReadOnlyList<PlaylistTrack> Arrange(IEnumerable<PlaylistTrack> candidates, PlaylistLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var left = candidates.ToList();
        var chosen = new List<PlaylistTrack>();
        var seconds = 0.0;
        while (left.Count > 0 && chosen.Count < (limits.Tracks ?? int.MaxValue))
        {
            left.RemoveAll(track => seconds + (track.Duration ?? 0) > limits.Seconds);
            if (Next(left, chosen, limits.ArtistGap) is not { } next)
            {
                break;
            }

            left.Remove(next);
            chosen.Add(next);
            seconds += next.Duration ?? 0;
        }

        return chosen;
    }

    /// <summary>Whether a playlist can name a file: its path must be UTF-8, on one line.</summary>
    public static bool CanHold(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !RawPath.IsRaw(path) && path.AsSpan().IndexOfAny('\r', '\n') < 0;
    }

    /// <summary>Writes a playlist, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tracks">The tracks in order.</param>
    /// <param name="relative">Whether paths are relative to the playlist's folder, so that both can be moved together.</param>
    /// <exception cref="ArgumentException">A track's path cannot be held: see <see cref="CanHold"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<PlaylistTrack> tracks, bool relative)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var text = new StringBuilder("#EXTM3U\n");
        foreach (var track in tracks)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Math.Round(track.Duration ?? -1)},{NameOf(track)}\n");
            text.Append(LineOf(track.Path, relative ? folder : null)).Append('\n');
        }

        WholeFile.Write(path, text.ToString());
    }

    private static PlaylistTrack? Next(List<PlaylistTrack> left, List<PlaylistTrack> chosen, int gap)
    {
        var recent = chosen.TakeLast(gap).Select(track => track.Artist).OfType<string>().Reverse().ToList();
        return left.Find(track => Age(track, recent) == int.MaxValue) ?? left.MaxBy(track => Age(track, recent));
    }

    /// <summary>How many tracks ago the artist was played; the highest number if that was long ago.</summary>
    private static int Age(PlaylistTrack track, List<string> recent) =>
        recent.FindIndex(artist => artist.Equals(track.Artist, StringComparison.OrdinalIgnoreCase)) is >= 0 and var age ? age
            : int.MaxValue;

    private static string NameOf(PlaylistTrack track)
    {
        var title = track.Title ?? Path.GetFileNameWithoutExtension(track.Path);
        return (track.Artist is null ? title : $"{track.Artist} - {title}").ReplaceLineEndings(" ");
    }

    private static string LineOf(string path, string? folder)
    {
        if (!CanHold(path))
        {
            throw new ArgumentException($"A playlist cannot name the file '{RawPath.Display(path)}'.", nameof(path));
        }

        var line = folder is null ? path : Path.GetRelativePath(folder, path);
        line = Path.DirectorySeparatorChar == '/' ? line : line.Replace(Path.DirectorySeparatorChar, '/');

        // A line that starts with # is a remark, and players trim lines.
        return line[0] is '#' or ' ' ? $"./{line}" : line;
    }
}
