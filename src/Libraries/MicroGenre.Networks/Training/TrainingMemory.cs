using System.Runtime.InteropServices;

namespace MicroGenre.Networks.Training;

/// <summary>
/// Keeps freed memory for the next training step until it is disposed. libtorch allocates and frees the same large blocks in every step. By
/// default, the C library of Linux (glibc) maps blocks of more than 32 MiB from the system and unmaps them each time, and the system clears
/// every page again: more work than the arithmetic of a small network. With this, freed blocks stay in the heap and return to the system
/// after the training. On other systems it does nothing.
/// </summary>
/// <remarks>
/// The settings apply to the process: overlapping trainings share them, and the last one to end restores them. A thread keeps large blocks
/// only if it allocates from glibc's main arena; other arenas always return them to the system. A thread's arena is chosen before training
/// begins, so start the program with <c>GLIBC_TUNABLES=glibc.malloc.arena_max=1</c> for the full effect; the launcher does so.
/// </remarks>
internal sealed partial class TrainingMemory : IDisposable
{
    // The upper limit of glibc's own adjustment of both thresholds (M_MMAP_THRESHOLD, mallopt(3)); setting either disables the adjustment.
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

    /// <summary>Starts to keep memory.</summary>
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

    /// <summary>Functions of glibc's malloc.h.</summary>
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
