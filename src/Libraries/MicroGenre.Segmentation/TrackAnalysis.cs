using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation;

/// <summary>What segmentation keeps of a track's samples.</summary>
/// <param name="Grid">How the track was cut.</param>
/// <param name="Windows">The windows, in order.</param>
/// <param name="Envelope">The lowest and highest sample of each of equally long parts of the track, to draw it by.</param>
public sealed record TrackAnalysis(
    WindowGrid Grid, IReadOnlyList<WindowModel> Windows, IReadOnlyList<(float Lowest, float Highest)> Envelope);
