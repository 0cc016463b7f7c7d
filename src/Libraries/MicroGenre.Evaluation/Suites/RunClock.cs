using System.Diagnostics;
using System.Globalization;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Suites;

/// <summary>
/// The time of a run, without the pauses between its interruptions. An interrupted run leaves its time beside its checkpoint; without a
/// checkpoint, the next one starts from zero as well.
/// </summary>
internal sealed class RunClock : IDisposable
{
    private const string FileName = "seconds";

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _checkpoint;
    private readonly double _before;

    /// <param name="checkpoint">The folder of the run's checkpoint, which a finished run has deleted.</param>
    public RunClock(string checkpoint)
    {
        _checkpoint = checkpoint;
        var file = Path.Combine(checkpoint, FileName);
        _before = File.Exists(file) ? double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The time until now, in s.</summary>
    public double Seconds => _before + _watch.Elapsed.TotalSeconds;

    /// <summary>Leaves the time to the run that resumes this one.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_checkpoint))
        {
            WholeFile.Write(Path.Combine(_checkpoint, FileName), Seconds.ToString(CultureInfo.InvariantCulture));
        }
    }
}
