using System.Runtime.InteropServices;

namespace MicroGenre.Networks.Training;

/// <summary>
/// Keeps the memory of one training step for the next, until it is disposed. Libtorch allocates and frees the same large blocks in every
/// step. By default the C library of Linux (glibc) maps a block of more than 32 MiB from the system each time and gives it back each time,
/// and the system clears every page of it anew: more work than the arithmetic of a small network. Here freed blocks stay in the program's
/// heap, and go back to the system when the training ends. Elsewhere it does nothing.
/// </summary>
/// <remarks>
/// The settings are the process's own: trainings that overlap share them, and the last one to end restores them. A thread keeps large
/// blocks only where it allocates from glibc's main arena; other arenas hand each of them to the system whatever is set here. Which arena a
/// thread has is decided before a training begins, so the program must be started with <c>GLIBC_TUNABLES=glibc.malloc.arena_max=1</c> for
/// the full effect; the launcher does so.
/// </remarks>
internal sealed partial class TrainingMemory : IDisposable
{
    // Where glibc's own adjustment of both thresholds ends (M_MMAP_THRESHOLD, mallopt(3)); setting any of them switches it off.
    private const int LargestMapThreshold = 32 << 20;
    private const int DefaultMapped = 65536;
    private const int Never = -1;

    private static readonly Lock Gate = new();
    private static readonly bool IsGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Glibc.Name, out var library)
        && NativeLibrary.TryGetExport(library, "mallopt", out _);
    private static int _users;
    private bool _disposed;

    private TrainingMemory()
    {
    }

    /// <summary>Begins to keep memory.</summary>
    public static TrainingMemory Keep()
    {
        lock (Gate)
        {
            if (_users++ == 0 && IsGlibc)
            {
                _ = Glibc.Set(Glibc.MapMax, 0);
                _ = Glibc.Set(Glibc.TrimThreshold, Never);
            }
        }

        return new TrainingMemory();
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (!_disposed && --_users == 0 && IsGlibc)
            {
                _ = Glibc.Set(Glibc.MapMax, DefaultMapped);
                _ = Glibc.Set(Glibc.MapThreshold, LargestMapThreshold);
                _ = Glibc.Set(Glibc.TrimThreshold, 2 * LargestMapThreshold);
                _ = Glibc.Trim(0);
            }

            _disposed = true;
        }
    }

    /// <summary>malloc.h of glibc.</summary>
    private static partial class Glibc
    {
        public const string Name = "libc.so.6";
        public const int TrimThreshold = -1;
        public const int MapThreshold = -3;
        public const int MapMax = -4;

        [LibraryImport(Name, EntryPoint = "mallopt")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Set(int parameter, int value);

        [LibraryImport(Name, EntryPoint = "malloc_trim")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Trim(nuint left);
    }
}
