namespace MicroGenre.Segmentation;

/// <summary>
/// The exception for a track that cannot be segmented, because of its samples or the settings. The one-line message says which and where.
/// </summary>
public sealed class SegmentationException : ArgumentException
{
    /// <summary>Creates an error with its reason.</summary>
    public SegmentationException(string message)
        : base(message)
    {
    }
}
