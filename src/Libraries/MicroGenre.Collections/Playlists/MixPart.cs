namespace MicroGenre.Collections.Playlists;

/// <summary>A part of a long mix.</summary>
/// <param name="Start">Its start, in seconds.</param>
/// <param name="End">Its end, in seconds.</param>
/// <param name="Genre">Its most probable genre.</param>
/// <param name="Probability">The probability of that genre, 0 to 1.</param>
/// <param name="Level">
/// Its energy: root mean square of its samples, in dB relative to full scale; <see langword="null"/> for silence.
/// </param>
public sealed record MixPart(double Start, double End, string Genre, double Probability, double? Level);
