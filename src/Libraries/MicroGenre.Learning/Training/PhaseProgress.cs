namespace MicroGenre.Learning;

/// <summary>Forwards reports under the name of the part that is being trained.</summary>
internal sealed class PhaseProgress(IProgress<TrainingProgress> inner, string phase) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value) => inner.Report(value with { Phase = phase });
}
