namespace MicroGenre.Collections.Playlists;

/// <summary>A track of a playlist.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Duration">Its duration, in seconds; <see langword="null"/> if it is unknown.</param>
/// <param name="Artist">The artist; <see langword="null"/> if unknown.</param>
/// <param name="Title">The title; <see langword="null"/> if unknown.</param>
public sealed record PlaylistTrack(string Path, double? Duration, string? Artist, string? Title);
