namespace MicroGenre.Cli.Audio;

/// <summary>Tells the genres of tracks: in this process or by a service.</summary>
internal interface ITrackClassifier : IDisposable
{
    /// <summary>How many tracks it is best given at once.</summary>
    int AtOnce { get; }

    /// <summary>The genres that it tells apart; <see langword="null"/> where that is not known before it answers.</summary>
    Task<IReadOnlyList<string>?> LabelsAsync(CancellationToken cancellation);

    /// <summary>Classifies one track.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation);
}
