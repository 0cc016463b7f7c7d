namespace MicroGenre.Cli.Audio;

/// <summary>What to say of a track beside its genres.</summary>
/// <param name="Explain">Whether to say why.</param>
/// <param name="Genre">The genre to explain; the most probable unless told.</param>
/// <param name="Picture">Whether to draw it.</param>
/// <param name="Coverage">How often the set of genres that may be a track's holds its own; <see langword="null"/> for no set.</param>
internal sealed record AnswerOptions(bool Explain = false, string? Genre = null, bool Picture = false, double? Coverage = null);
