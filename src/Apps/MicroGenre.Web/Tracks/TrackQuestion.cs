namespace MicroGenre.Web.Tracks;

/// <summary>What is asked about an upload.</summary>
/// <param name="Model">The model that answers; empty for the default one.</param>
/// <param name="Version">Its version, from 1; 0 for the one that serves.</param>
/// <param name="Genre">The genre to explain; empty for the most probable one.</param>
internal sealed record TrackQuestion(string Model, int Version, string Genre);
