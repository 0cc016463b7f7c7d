using MicroGenre.Contracts;

namespace MicroGenre.Cli.Audio;

/// <summary>Finds the parts of tracks, one after the other: in this process or by a service.</summary>
internal interface ITrackSegmenter : IDisposable
{
    /// <summary>Segments one track.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="progress">Hears how far it is, 0 to 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<SegmentResult> SegmentAsync(string name, Stream audio, IProgress<double> progress, CancellationToken cancellation);
}
