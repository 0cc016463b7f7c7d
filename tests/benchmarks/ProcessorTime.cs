using System.Runtime.InteropServices;

namespace MicroGenre.Benchmarks;

/// <summary>
/// The processor time that this process has used, all threads together (the collector's too). Unlike the clock on the wall it does not
/// count what else runs on the machine, and on an idle machine the two agree for work on one thread.
/// </summary>
internal static partial class ProcessorTime
{
    private const int ProcessClock = 2;

    public static double Milliseconds => clock_gettime(ProcessClock, out var time) == 0
        ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
        : throw new PlatformNotSupportedException("The benchmark needs a POSIX clock of processor time.");

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
