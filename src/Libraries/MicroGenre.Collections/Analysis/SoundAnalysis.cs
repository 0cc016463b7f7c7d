using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Tagging;

namespace MicroGenre.Collections.Analysis;

/// <summary>The analysis of a track.</summary>
/// <param name="Duration">Length, in seconds.</param>
/// <param name="Level">Root mean square in dB relative to full scale; <see langword="null"/> for digital silence.</param>
/// <param name="Tempo">Beats per minute; <see langword="null"/> if the track has no beat.</param>
/// <param name="Key">The key; <see langword="null"/> if the track has none.</param>
/// <param name="Verdict">Whether the model can judge the track.</param>
/// <param name="Reason">Why the model cannot judge it, or why this could not be decided; otherwise <see langword="null"/>.</param>
/// <param name="Tags">The tags in the file.</param>
/// <param name="Sound">All genres, the genres over time, and the embedding.</param>
public sealed record SoundAnalysis(
    double Duration, double? Level, double? Tempo, string? Key, Verdict Verdict, string? Reason, TrackTags Tags, TrackSound Sound);
