namespace MicroGenre.Cli.Audio;

/// <summary>Classifies tracks in this process or through a service.</summary>
internal interface ITrackClassifier : IDisposable
{
    /// <summary>Best number of tracks to classify in parallel.</summary>
    int AtOnce { get; }

    /// <summary>Returns the genres of the model; <see langword="null"/> if they are unknown before the first answer.</summary>
    Task<IReadOnlyList<string>?> LabelsAsync(CancellationToken cancellation);

    /// <summary>Classifies one track.</summary>
    /// <param name="name">The track's name in messages.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="cancellation">Cancels the work.</param>
    Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation);
}
