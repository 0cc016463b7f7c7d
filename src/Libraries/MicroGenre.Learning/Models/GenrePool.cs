namespace MicroGenre.Learning;

/// <summary>
/// What a model says of tracks together that belong together, such as those of an album: the mean probabilities of those that hold music
/// like its own. Several threads may add tracks.
/// </summary>
/// <param name="calibration">How sure the model is of its answers; <see langword="null"/> where that is not known.</param>
/// <example><code>
/// using var model = new ModelRepository("models").Load("gtzan");
/// var album = new GenrePool(model.Card.Calibration);
/// foreach (var track in Directory.GetFiles("album"))
/// {
///     album.Add(model.Answer(Feature.Compute(AudioFile.Read(track).Samples, model.Card.Recipe.Features)));
/// }
///
/// var genre = album.Answer?.Probabilities;
/// </code></example>
public sealed class GenrePool(Calibration? calibration)
{
    private readonly Lock _lock = new();
    private double[] _sum = [];
    private string? _reason;
    private bool _isJudged;

    /// <summary>Tracks that count.</summary>
    public int Count { get; private set; }

    /// <summary>What counts for all of them; <see langword="null"/> where no track counts.</summary>
    public GenreAnswer? Answer
    {
        get
        {
            lock (_lock)
            {
                if (Count == 0)
                {
                    return null;
                }

                // One that is long enough to tell speaks for those that are too short.
                var probabilities = Array.ConvertAll(_sum, value => (float)(value / Count));
                var reason = _isJudged ? null : _reason;
                return new GenreAnswer(
                    probabilities, Verdict.Ok, reason, reason is not null || (calibration?.IsUncertain(probabilities) ?? false));
            }
        }
    }

    /// <summary>Adds a track; one without a genre does not count.</summary>
    /// <exception cref="ArgumentException">It has another number of genres.</exception>
    public void Add(GenreAnswer track)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (track.Verdict != Verdict.Ok)
        {
            return;
        }

        lock (_lock)
        {
            _sum = Count == 0 ? new double[track.Probabilities.Length] : _sum;
            if (track.Probabilities.Length != _sum.Length)
            {
                throw new ArgumentException($"There are {_sum.Length} genres, the track has {track.Probabilities.Length}.", nameof(track));
            }

            for (var i = 0; i < _sum.Length; i++)
            {
                _sum[i] += track.Probabilities[i];
            }

            _reason = track.Reason;
            _isJudged |= track.Reason is null;
            Count++;
        }
    }
}
