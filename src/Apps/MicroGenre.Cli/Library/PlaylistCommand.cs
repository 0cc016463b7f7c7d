using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Playlists;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library playlist</c>: writes a playlist.</summary>
internal static class PlaylistCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The playlist to write: .m3u8." };
        var like = new Option<string[]>("--like")
        {
            Description = "Start with these tracks, and go on with those that sound most like them.",
            HelpName = "TRACK",
            AllowMultipleArgumentsPerToken = true,
        };
        var from = new Option<string?>("--from") { Description = "First track of a path to the track of --to.", HelpName = "TRACK" };
        var to = new Option<string?>("--to") { Description = "Last track of the path.", HelpName = "TRACK" };
        var tracks = new Option<int?>("--tracks")
        {
            Description = $"Most tracks. Default: all that match; {PlaylistOrder.DefaultTracks} with --like, and with --from and --to.",
            HelpName = "N",
        };
        var minutes = new Option<double?>("--minutes") { Description = "Longest duration, in minutes.", HelpName = "MINUTES" };
        var gap = new Option<int>("--artist-gap")
        {
            Description = "Tracks between two of the same artist, as long as there are others. Default: 0.",
            HelpName = "N",
        };
        var absolute = new Option<bool>("--absolute") { Description = "Write full paths, not those from the playlist's folder." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per track and a summary, one per line." };
        var query = new QueryOptions();
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand(
            "playlist", "Writes a playlist: tracks that match, that sound alike, or on a way from one track to another.",
            "microgenre library playlist evening.m3u8 --genre jazz --tempo 60-100 --minutes 90 --artist-gap 3")
            { file, like, from, to, tracks, minutes, gap, absolute, json };
        query.AddFiltersTo(command);
        query.AddOrderTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            if (result.GetValue(tracks) is < 1 || result.GetValue(minutes) is <= 0 || result.GetValue(gap) < 0)
            {
                throw new UsageException($"{tracks.Name} must be at least 1, {minutes.Name} above 0, and {gap.Name} at least 0.");
            }

            var order = new PlaylistOrder(
                query.Read(result), result.GetValue(like) ?? [], result.GetValue(from), result.GetValue(to),
                new PlaylistLimits(result.GetValue(gap), result.GetValue(tracks), 60 * result.GetValue(minutes)));
            if (order.From is null != order.To is null || (order.From is not null && order.Like.Count > 0))
            {
                throw new UsageException($"{from.Name} and {to.Name} belong together, and do not go with {like.Name}.");
            }

            if (options.IsServed(result) && order.From is not null && (order.Limits.ArtistGap > 0 || query.Filters(result)))
            {
                throw new UsageException($"A service finds its way among all tracks: leave filters and {gap.Name} out.");
            }

            using var library = options.Library(result);
            var found = await order.FindAsync(library, cancellation);
            Write(result.GetRequiredValue(file), found, !result.GetValue(absolute), result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(string path, IReadOnlyList<PlaylistTrack> found, bool relative, bool json)
    {
        var held = found.Where(track => Playlist.CanHold(track.Path)).ToList();
        foreach (var track in found.Except(held))
        {
            Screen.WriteProblem($"{RawPath.Display(track.Path)}: a playlist cannot name it.");
        }

        if (held.Count == 0)
        {
            throw new FailureException("The library has no such tracks.");
        }

        Playlist.Write(path, held, relative);
        var screen = Screen.For(json);
        foreach (var track in held.Where(_ => json))
        {
            screen.WriteLine(JsonText.Of(new { file = track.Path, duration = track.Duration, artist = track.Artist, title = track.Title }));
        }

        var seconds = held.Sum(track => track.Duration ?? 0);
        screen.WriteLine(json ? JsonText.Of(new { playlist = path, tracks = held.Count, seconds = Math.Round(seconds, 1) })
            : $"{held.Count} {(held.Count == 1 ? "track" : "tracks")}, {TimeSpan.FromSeconds(seconds):h\\:mm\\:ss}, written to {path}");
    }
}
