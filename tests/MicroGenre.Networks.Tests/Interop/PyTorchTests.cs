using System.Diagnostics;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests.Interop;

/// <summary>Weights go to PyTorch and back: in Debian's python3-torch, where it is installed.</summary>
public class PyTorchTests
{
    [PyTorchFact]
    public void A_network_answers_the_same_in_PyTorch_and_comes_back()
    {
        using var folder = new TemporaryFolder();
        using var trained = TrainingRun.Run(Recipes.SmallNetwork(epochs: 2), Examples.Separable(4), null, new TrainingOptions
        {
            Threads = 1,
        });
        var track = Examples.Separable(1, frames: 30, seed: 5).Tracks[0].Features;
        Safetensors.Write(folder["weights.safetensors"], trained.StoredWeights());
        Npy.Write(folder["input.npy"], track);

        Python(Path.Combine(AppContext.BaseDirectory, "Interop", "cnn2d.py"), folder["weights.safetensors"], folder["input.npy"],
            folder["answer.npy"], folder["back.safetensors"]);

        Assert.Equal(trained.Classify([track])[0], Npy.ReadSingle(folder["answer.npy"]).Values, (a, b) => Math.Abs(a - b) < 1e-5);
        var written = Safetensors.Read(folder["back.safetensors"]);
        Assert.Equal(trained.StoredWeights().Keys.Order(), written.Keys.Order());
        Assert.All(trained.StoredWeights(), pair => Assert.Equal(pair.Value.Bytes, written[pair.Key].Bytes));
    }

    private static void Python(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(PyTorchFactAttribute.Python, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}

/// <summary>A test that needs Debian's python3-torch; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PyTorchFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public PyTorchFactAttribute()
    {
        if (!File.Exists(Python) || !Directory.Exists("/usr/lib/python3/dist-packages/torch")
            || !Directory.Exists("/usr/lib/python3/dist-packages/numpy"))
        {
            Skip = "needs Debian's python3-torch and python3-numpy";
        }
    }
}
