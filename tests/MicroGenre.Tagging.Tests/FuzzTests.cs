using MicroGenre.Tagging.Tests.Fuzzing;
using MicroGenre.Testing.Fuzzing;

namespace MicroGenre.Tagging.Tests;

/// <summary>
/// Damaged files of every container and tag layout on their whole way. <c>microgenre bench fuzz --what tags</c> does the same for as long
/// as asked.
/// </summary>
public sealed class FuzzTests
{
    private const int Inputs = 300;

    [Fact]
    public void No_damaged_file_crashes_hangs_or_is_harmed()
    {
        var failures = new List<string>();
        var run = new FuzzRun(TagFuzzTargets.Create(["mp3", "wav", "aiff", "flac", "ogg", "opus"]), seed: 0, failure =>
        {
            lock (failures)
            {
                failures.Add($"{failure.Target}, input {failure.Number}: {failure.Reason}");
            }
        });
        run.Run(Inputs, Timeout.InfiniteTimeSpan);

        Assert.Empty(failures);
        Assert.Equal(Inputs, run.Counts.Sum(count => count.Inputs));
        Assert.All(run.Counts, count => Assert.InRange(count.Taken, 1, count.Inputs - 1));
    }
}
