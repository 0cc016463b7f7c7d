namespace MicroGenre.Cli.Audio;

/// <summary>Tells the genres of tracks, one after the other: in this process or by a service.</summary>
internal interface ITrackClassifier : IDisposable
{
    /// <summary>Classifies one track.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation);
}
