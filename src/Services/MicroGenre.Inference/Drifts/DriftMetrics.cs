using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Inference.Drifts;

/// <summary>
/// Tells, for each version of a model, what its answers about whole tracks are like, and how far they have drifted from what its card says.
/// </summary>
public sealed class DriftMetrics
{
    /// <summary>How sure answers are.</summary>
    public const string Score = "microgenre.inference.score";

    /// <summary>How many genres might be a track's.</summary>
    public const string SetSize = "microgenre.inference.set.size";

    /// <summary>Tracks unlike anything learnt.</summary>
    public const string Unfamiliar = "microgenre.inference.unfamiliar";

    /// <summary>How far the last answers are from the card.</summary>
    public const string DriftName = "microgenre.inference.drift";

    private readonly ConcurrentDictionary<(string Name, int Version), AnswerWindow> _windows = new();
    private readonly Histogram<double> _scores;
    private readonly Histogram<int> _sizes;
    private readonly Counter<long> _unfamiliar;

    /// <summary>The metrics of a service.</summary>
    public DriftMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("MicroGenre.Inference");
        _scores = meter.CreateHistogram(Score, "1", "The probability of the most probable genre.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] });
        _sizes = meter.CreateHistogram(SetSize, "{genre}", "Genres that might be a track's.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 3, 4, 5, 6, 8, 10] });
        _unfamiliar = meter.CreateCounter<long>(Unfamiliar, "{track}", "Tracks unlike anything that the model has learnt.");
        meter.CreateObservableGauge(DriftName, Observe, "1", "How far the last answers are from what the model's card says.");
    }

    /// <summary>Each version that has answered, with the drift of its last answers.</summary>
    public IEnumerable<(ModelCard Card, Drift Drift)> Drifts =>
        _windows.Values.Select(window => (window.Card, window.Drift()));

    /// <summary>Counts an answer about a whole track.</summary>
    public void Add(ModelCard card, GenreAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Verdict == Verdict.NoMusic)
        {
            return;
        }

        // A version that was replaced in place has another card: its answers are compared with that.
        var window = _windows.AddOrUpdate(
            (card.Name, card.Version),
            _ => new AnswerWindow(card),
            (_, known) => ReferenceEquals(known.Card, card) ? known : new AnswerWindow(card));
        KeyValuePair<string, object?>[] tags = [.. Tags(card)];
        _scores.Record(answer.Probabilities.Max(), tags);
        if (window.Add(answer) is { } size)
        {
            _sizes.Record(size, tags);
        }

        if (answer.Verdict == Verdict.Unfamiliar)
        {
            _unfamiliar.Add(1, tags);
        }
    }

    private static KeyValuePair<string, object?>[] Tags(ModelCard card) => [new("model", card.Name), new("version", card.Version)];

    private IEnumerable<Measurement<double>> Observe() =>
        from answered in Drifts
        from part in new[]
        {
            ("score", answered.Drift.Scores), ("set.size", answered.Drift.SetSizes), ("unfamiliar", answered.Drift.Unfamiliar),
        }
        where part.Item2 is not null
        select new Measurement<double>(part.Item2!.Value, [.. Tags(answered.Card), new("of", part.Item1)]);
}
