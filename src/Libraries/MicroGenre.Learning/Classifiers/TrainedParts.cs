namespace MicroGenre.Learning;

/// <summary>Collects the parts of a classifier that are trained one after the other.</summary>
internal sealed class TrainedParts
{
    private readonly List<IClassifier> _classifiers = [];
    private readonly List<EpochResult> _history = [];
    private readonly Dictionary<string, string> _libraries = new(StringComparer.Ordinal);

    /// <summary>The parts trained so far.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>Adds a part.</summary>
    /// <param name="part">The result of its training.</param>
    /// <param name="phase">The name of its epochs in reports.</param>
    public void Add(TrainingOutcome part, string phase)
    {
        _classifiers.Add(part.Classifier);
        _history.AddRange(part.History.Select(epoch => epoch with { Epoch = _history.Count + 1, Phase = phase }));
        foreach (var (library, version) in part.Libraries)
        {
            _libraries[library] = version;
        }
    }

    /// <summary>The combined outcome for the whole classifier.</summary>
    public TrainingOutcome As(IClassifier whole) => new(whole, _history) { Libraries = _libraries };

    /// <summary>Disposes the parts after a later one has failed.</summary>
    public void DisposeAll() => _classifiers.ForEach(classifier => classifier.Dispose());
}
