namespace MicroGenre.Learning;

/// <summary>
/// The last answers of a model, counted: how sure it was, how many genres might have been a track's, and how often a track was unlike
/// anything it has learnt. It may be used from several threads at once.
/// </summary>
/// <param name="card">The model's card, which says what to expect.</param>
/// <param name="length">How many answers count; older ones are forgotten.</param>
/// <example><code>
/// static double? ScoreDrift(GenreModel model, IEnumerable&lt;GenreAnswer&gt; answers)
/// {
///     var window = new AnswerWindow(model.Card);
///     foreach (var answer in answers)
///     {
///         window.Add(answer);
///     }
///
///     return window.Drift().Scores;
/// }
/// </code></example>
public sealed class AnswerWindow(ModelCard card, int length = AnswerWindow.DefaultLength)
{
    /// <summary>How many answers count unless told.</summary>
    public const int DefaultLength = 1000;

    /// <summary>With fewer answers, nothing is said of drift: chance would move it.</summary>
    public const int LeastAnswers = 200;

    private readonly Lock _lock = new();
    private readonly Queue<(int Score, int? Size, bool IsUnfamiliar)> _answers = new();
    private readonly int[] _scores = new int[ReliabilityBin.Bins];
    private readonly int[] _sizes = new int[card.Labels.Count + 1];
    private int _sized;
    private int _unfamiliar;

    /// <summary>The model's card.</summary>
    public ModelCard Card => card;

    /// <summary>Counts an answer about a whole track; one without music says nothing of the model.</summary>
    /// <returns>How many genres might be the track's; <see langword="null"/> where the model makes no sets, or there is no music.</returns>
    public int? Add(GenreAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Verdict == Verdict.NoMusic)
        {
            return null;
        }

        var score = ReliabilityBin.IndexOf(answer.Probabilities.Max());
        var size = card.Conformal?.SetOf(answer.Probabilities).Count;
        lock (_lock)
        {
            if (_answers.Count == length)
            {
                Count(_answers.Dequeue(), -1);
            }

            var counted = (score, size, answer.Verdict == Verdict.Unfamiliar);
            _answers.Enqueue(counted);
            Count(counted, 1);
        }

        return size;
    }

    /// <summary>How far the answers are from what the card says of tracks that the model had not learnt from.</summary>
    public Drift Drift()
    {
        lock (_lock)
        {
            var count = _answers.Count;
            return count < LeastAnswers ? new Drift(count, null, null, null) : new Drift(
                count,
                card.Reliability is { } bins ? StabilityIndex.Of(Expected(bins), _scores) : null,
                card.Conformal is { } conformal && _sized >= LeastAnswers ? StabilityIndex.Of(conformal.Sizes, _sizes) : null,
                card.Familiarity is { } familiarity ? StabilityIndex.Of(Expected(familiarity), [_unfamiliar, count - _unfamiliar]) : null);
        }
    }

    private static int[] Expected(IReadOnlyList<ReliabilityBin> bins)
    {
        var tracks = new int[ReliabilityBin.Bins];
        foreach (var bin in bins)
        {
            tracks[ReliabilityBin.IndexOf(bin.UpTo)] += bin.Tracks;
        }

        return tracks;
    }

    private static int[] Expected(Familiarity familiarity)
    {
        var refused = (int)Math.Round(familiarity.Refused * familiarity.Tracks);
        return [refused, familiarity.Tracks - refused];
    }

    private void Count((int Score, int? Size, bool IsUnfamiliar) answer, int change)
    {
        _scores[answer.Score] += change;
        _unfamiliar += answer.IsUnfamiliar ? change : 0;
        if (answer.Size is { } size)
        {
            _sizes[size] += change;
            _sized += change;
        }
    }
}
