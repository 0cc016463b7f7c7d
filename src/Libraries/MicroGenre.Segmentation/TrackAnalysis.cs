using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation;

/// <summary>The analysis of a track, which segmentation works on instead of the samples.</summary>
/// <param name="Grid">How the track was cut into windows.</param>
/// <param name="Windows">The windows, in order.</param>
/// <param name="Envelope">The lowest and highest sample of each of equally long parts of the track, for drawing.</param>
public sealed record TrackAnalysis(
    WindowGrid Grid, IReadOnlyList<WindowModel> Windows, IReadOnlyList<(float Lowest, float Highest)> Envelope);
