using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Files;

/// <summary>
/// Linux system calls for files whose names are arbitrary bytes, which the runtime cannot pass on. The layouts are those of every 64-bit
/// Linux.
/// </summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>The error code for a missing file.</summary>
    public const int NoEntry = 2;

    /// <summary>The error code for a loop of links.</summary>
    public const int TooManyLinks = 40;

    /// <summary>Opens only the name: see open(2), <c>O_PATH | O_CLOEXEC</c>.</summary>
    public const int PathOnly = 0x200000 | 0x80000;

    /// <summary>Resolves relative paths against the working directory.</summary>
    public const int WorkingFolder = -100;

    /// <summary>The offset of the name in a directory entry.</summary>
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
