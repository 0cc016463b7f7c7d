using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Files;

/// <summary>
/// What Linux says of files by the bytes of their names, which the runtime cannot pass on. The layouts are those of every 64-bit Linux.
/// </summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>No such file.</summary>
    public const int NoEntry = 2;

    /// <summary>Links that lead to each other.</summary>
    public const int TooManyLinks = 40;

    /// <summary>Open only the name: see open(2), <c>O_PATH | O_CLOEXEC</c>.</summary>
    public const int PathOnly = 0x200000 | 0x80000;

    /// <summary>Relative paths count from the working folder.</summary>
    public const int WorkingFolder = -100;

    /// <summary>Where a directory entry's name begins.</summary>
    public const int NameOffset = 19;

    /// <summary>The basic fields of <see cref="StatusBuffer"/>.</summary>
    public const uint BasicFields = 0x7FF;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Status(int folder, byte* path, int flags, uint fields, StatusBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    public static partial nint OpenFolder(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    public static partial byte* ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseFolder(nint folder);

    /// <summary>What statx(2) fills in.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatusBuffer
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(40)]
        public ulong Length;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
