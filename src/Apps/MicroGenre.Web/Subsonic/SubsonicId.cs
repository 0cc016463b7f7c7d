using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MicroGenre.Web.Subsonic;

/// <summary>
/// The ID of something in the library, as Subsonic's clients keep it: <c>tr-12</c> for a track; <c>ar-…</c> for an artist and <c>al-…</c>
/// for an album, which the library knows by their names only: base64url of the artist, and for an album of the artist, a NUL and the title.
/// </summary>
internal abstract record SubsonicId
{
    private const string TrackPrefix = "tr-";
    private const string ArtistPrefix = "ar-";
    private const string AlbumPrefix = "al-";

    /// <summary>Reads an ID.</summary>
    /// <exception cref="SubsonicException">It is not valid.</exception>
    public static SubsonicId Parse(string id)
    {
        if (id.StartsWith(TrackPrefix, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(TrackPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var track))
        {
            return new OfTrack(track);
        }

        if (id.StartsWith(ArtistPrefix, StringComparison.Ordinal) && Decode(id[ArtistPrefix.Length..]) is { } artist)
        {
            return new OfArtist(artist);
        }

        return id.StartsWith(AlbumPrefix, StringComparison.Ordinal) && Decode(id[AlbumPrefix.Length..])?.Split('\0') is [var by, var title]
            ? new OfAlbum(by, title)
            : throw SubsonicException.NotFound($"There is nothing with the ID '{id}'.");
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string? Decode(string text) =>
        text.Length > 0 && Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : null;

    /// <summary>The ID of a track.</summary>
    /// <param name="Track">Its ID in the library.</param>
    public sealed record OfTrack(long Track) : SubsonicId
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TrackPrefix}{Track}");
    }

    /// <summary>The ID of an artist.</summary>
    public sealed record OfArtist(string Artist) : SubsonicId
    {
        public override string ToString() => ArtistPrefix + Encode(Artist);
    }

    /// <summary>The ID of an album; the artist may be empty.</summary>
    public sealed record OfAlbum(string Artist, string Title) : SubsonicId
    {
        public override string ToString() => AlbumPrefix + Encode($"{Artist}\0{Title}");
    }
}
