using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Tagging;

namespace MicroGenre.Collections.Analysis;

/// <summary>What is found in a track.</summary>
/// <param name="Duration">How long it lasts, in seconds.</param>
/// <param name="Level">Root mean square in dB relative to full scale; <see langword="null"/> for digital silence.</param>
/// <param name="Tempo">Beats per minute; <see langword="null"/> where it has no beat.</param>
/// <param name="Key">The key; <see langword="null"/> where it has none.</param>
/// <param name="Verdict">Whether the model could judge it.</param>
/// <param name="Reason">Why it could not, or why that cannot be told.</param>
/// <param name="Tags">What the file's tags say.</param>
/// <param name="Sound">All genres, the genres over time, and the embedding.</param>
public sealed record SoundAnalysis(
    double Duration, double? Level, double? Tempo, string? Key, Verdict Verdict, string? Reason, TrackTags Tags, TrackSound Sound);
