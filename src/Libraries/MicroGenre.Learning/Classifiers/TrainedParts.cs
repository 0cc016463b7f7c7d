namespace MicroGenre.Learning;

/// <summary>The parts of a classifier that are trained one after the other.</summary>
internal sealed class TrainedParts
{
    private readonly List<IClassifier> _classifiers = [];
    private readonly List<EpochResult> _history = [];
    private readonly Dictionary<string, string> _libraries = new(StringComparer.Ordinal);

    /// <summary>Those trained so far.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>Adds a part.</summary>
    /// <param name="part">What came of its training.</param>
    /// <param name="phase">What its epochs are called in reports.</param>
    public void Add(TrainingOutcome part, string phase)
    {
        _classifiers.Add(part.Classifier);
        _history.AddRange(part.History.Select(epoch => epoch with { Epoch = _history.Count + 1, Phase = phase }));
        foreach (var (library, version) in part.Libraries)
        {
            _libraries[library] = version;
        }
    }

    /// <summary>The outcome of them all, as one classifier.</summary>
    public TrainingOutcome As(IClassifier whole) => new(whole, _history) { Libraries = _libraries };

    /// <summary>Gives up the parts, where a later one fails.</summary>
    public void DisposeAll() => _classifiers.ForEach(classifier => classifier.Dispose());
}
