using System.Globalization;
using System.Text.Json.Nodes;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Subsonic;

/// <summary>Describes a track as Subsonic's clients know songs.</summary>
internal static class SubsonicSong
{
    /// <summary>A track as a song. What the library does not know is left out.</summary>
    public static JsonObject Of(Track track)
    {
        var name = track.Path[(track.Path.LastIndexOf('/') + 1)..];
        var song = new JsonObject
        {
            ["id"] = new SubsonicId.OfTrack(track.Id).ToString(),
            ["isDir"] = false,
            ["title"] = track.Title.Length > 0 ? track.Title : Path.GetFileNameWithoutExtension(name),
            ["path"] = track.Path,
            ["suffix"] = Path.GetExtension(name).TrimStart('.').ToLowerInvariant(),
            ["contentType"] = Media.OfTrack(name),
            ["duration"] = (int)Math.Round(track.DurationSeconds),
            ["type"] = "music",
            ["mediaType"] = "song",
        };
        if (track.Artist.Length > 0)
        {
            (song["artist"], song["artistId"]) = (track.Artist, new SubsonicId.OfArtist(track.Artist).ToString());
        }

        if (track.Album.Length > 0)
        {
            (song["album"], song["albumId"]) = (track.Album, new SubsonicId.OfAlbum(track.Artist, track.Album).ToString());
        }

        if (GenreOf(track) is { } genre)
        {
            (song["genre"], song["genres"]) = (genre, new JsonArray(new JsonObject { ["name"] = genre }));
        }

        if (track.HasYear)
        {
            song["year"] = track.Year;
        }

        if (track.HasTempo)
        {
            song["bpm"] = (int)Math.Round(track.Tempo);
        }

        if (track.Analyzed is { } analyzed)
        {
            song["created"] = analyzed.ToDateTime().ToString("O", CultureInfo.InvariantCulture);
        }

        return song;
    }

    /// <summary>Tracks as songs.</summary>
    public static JsonArray Of(IEnumerable<Track> tracks) => new([.. tracks.Select(track => (JsonNode)Of(track))]);

    // What its owner says, or the model if it can judge the track.
    private static string? GenreOf(Track track) => track.Label.Length > 0 ? track.Label
        : track.Verdict == Verdict.Ok && track.Genres is [{ } first, ..] ? first.Label : null;
}
