namespace MicroGenre.Segmentation;

/// <summary>
/// A track that cannot be segmented as asked: its samples or the settings do not allow it. The message says which and where, in one line.
/// </summary>
public sealed class SegmentationException : ArgumentException
{
    /// <summary>An error with its reason.</summary>
    public SegmentationException(string message)
        : base(message)
    {
    }
}
