using System.Runtime.InteropServices;
using TorchSharp;

namespace MicroGenre.Networks;

/// <summary>
/// Turns off two libraries that libtorch uses for convolutions on processors, oneDNN and NNPACK, on machines that hide the sizes of their
/// caches. oneDNN divides its work by these sizes. On virtual machines that report none, its results are wrong, differently in each run:
/// trainings diverge to NaN within an epoch. NNPACK refuses such machines with a warning on standard error. libtorch's own kernels take
/// their place.
/// </summary>
internal static unsafe class ProcessorKernels
{
    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";
    private const string Library = "libtorch_cpu.so";

    // libtorch has no C functions for these settings, and TorchSharp none of its own: names of at::globalContext() and at::Context.
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private static readonly string[] Switches = ["_ZN2at7Context20setUserEnabledMkldnnEb", "_ZN2at7Context20setUserEnabledNNPACKEb"];

    private static readonly Lock Gate = new();
    private static bool _isChosen;

    /// <summary>Chooses once per process. Loads libtorch on a machine that hides its caches.</summary>
    public static void Choose()
    {
        lock (Gate)
        {
            if (!_isChosen && OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
                && !Directory.Exists(Caches))
            {
                TurnOff();
            }

            _isChosen = true;
        }
    }

    private static void TurnOff()
    {

        torch.InitializeDeviceType(DeviceType.CPU);
        if (!NativeLibrary.TryLoad(Library, typeof(torch).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, GlobalContext, out var global))
        {
            return;
        }

        var context = ((delegate* unmanaged<nint>)global)();
        foreach (var name in Switches)
        {
            if (NativeLibrary.TryGetExport(library, name, out var set))
            {
                ((delegate* unmanaged<nint, byte, void>)set)(context, 0);
            }
        }
    }
}
