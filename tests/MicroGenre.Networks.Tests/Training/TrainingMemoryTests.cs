using System.Diagnostics;
using MicroGenre.Networks.Training;
using MicroGenre.Testing;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests.Training;

[Collection(nameof(TorchTests))]
public class TrainingMemoryTests
{
    private const int Mebibytes = 64;

    [LinuxFact]
    public void What_overlapping_trainings_kept_goes_back_to_the_system_when_the_last_one_ends()
    {
        ones([1]).Dispose();
        var before = Resident();
        var (first, second) = (TrainingMemory.Keep(), TrainingMemory.Keep());
        ones([Mebibytes << 18]).Dispose();
        first.Dispose();
        first.Dispose();
        ones([Mebibytes << 18]).Dispose();
        second.Dispose();

        Assert.InRange(Resident() - before, long.MinValue, Mebibytes / 2);
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 >> 20;
    }
}
