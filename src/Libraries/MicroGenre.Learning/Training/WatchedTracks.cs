namespace MicroGenre.Learning;

/// <summary>
/// Tracks on which a network is measured while it trains, such as the test tracks. Nothing is chosen by them: a run with watched tracks
/// gives the same model as one without.
/// </summary>
/// <param name="Tracks">The tracks, of the same genres as the training tracks.</param>
public sealed record WatchedTracks(TrackSet Tracks)
{
    private const int MostPoints = 30;

    /// <summary>Epochs, counted from 1, after which they are measured besides those at even distances.</summary>
    public IReadOnlyCollection<int> AtEpochs { get; init; } = [];

    /// <summary>
    /// Whether they are measured after an epoch: at the distance of validations or a longer one that gives at most 30 points, and after the
    /// last.
    /// </summary>
    internal bool AreDue(int epoch, TrainingSettings settings)
    {
        var distance = Math.Max(settings.ValidationInterval, (settings.Epochs + MostPoints - 1) / MostPoints);
        return epoch % distance == 0 || epoch == settings.Epochs || AtEpochs.Contains(epoch);
    }

    /// <summary>The same watch on other tracks; <see langword="null"/> for none.</summary>
    internal WatchedTracks? On(TrackSet? tracks) => tracks is null ? null : this with { Tracks = tracks };
}
