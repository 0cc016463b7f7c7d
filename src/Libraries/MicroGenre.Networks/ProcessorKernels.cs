using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MicroGenre.Networks;

/// <summary>
/// Limits oneDNN, which computes libtorch's convolutions on processors, to its AVX2 kernels on Linux. On virtual machines with an AMD EPYC
/// of the fifth generation, the AVX-512 kernels of libtorch 2.10 return wrong values: trainings diverge to NaN within an epoch, differently
/// in each run. A user who sets <c>ONEDNN_MAX_CPU_ISA</c> decides instead.
/// </summary>
internal static partial class ProcessorKernels
{
    private const string Variable = "ONEDNN_MAX_CPU_ISA";
    private const string Widest = "AVX2";
    private const int KeepExisting = 0;

    // oneDNN reads the variable once, from the C library's environment, which is not the copy that .NET changes.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "It must happen before libtorch is loaded, whichever type loads it.")]
    internal static void Limit()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable(Variable, Widest, KeepExisting);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
