namespace MicroGenre.Segmentation.Distances;

/// <summary>The distance between two windows.</summary>
public enum WindowMeasure
{
    /// <summary>The spectral error of one window with the inverse filter of the other, equations (2) to (4) of the paper.</summary>
    SpectralError,

    /// <summary>The divergence of their timbres: <see cref="Distances.Timbre.DistanceTo"/>.</summary>
    Timbre,
}
