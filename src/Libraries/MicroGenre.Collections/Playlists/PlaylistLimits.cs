namespace MicroGenre.Collections.Playlists;

/// <summary>The limits of a playlist.</summary>
/// <param name="ArtistGap">How many tracks lie between two of the same artist at least; 0 for no spacing.</param>
/// <param name="Tracks">Maximum number of tracks; <see langword="null"/> for no limit.</param>
/// <param name="Seconds">Maximum duration, in seconds; <see langword="null"/> for no limit.</param>
public sealed record PlaylistLimits(int ArtistGap = 0, int? Tracks = null, double? Seconds = null);
