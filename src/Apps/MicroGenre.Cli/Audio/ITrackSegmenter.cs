using MicroGenre.Contracts;

namespace MicroGenre.Cli.Audio;

/// <summary>Segments tracks, one after the other, in this process or through a service.</summary>
internal interface ITrackSegmenter : IDisposable
{
    /// <summary>Segments one track.</summary>
    /// <param name="name">The track's name in messages.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="progress">Receives the progress, 0 to 1.</param>
    /// <param name="cancellation">Cancels the work.</param>
    Task<SegmentResult> SegmentAsync(string name, Stream audio, IProgress<double> progress, CancellationToken cancellation);
}
