using MicroGenre.DataSets;

namespace MicroGenre.Cli.Output;

/// <summary>Reports the share of tracks that are done.</summary>
internal sealed class TrackSteps(IProgress<Step> steps, string what) : IProgress<TrackProgress>
{
    public void Report(TrackProgress value) =>
        steps.Report(new Step((double)value.Done / value.Total, $"{what} {value.Done}/{value.Total} tracks"));
}
