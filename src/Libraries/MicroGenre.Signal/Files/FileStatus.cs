using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Files;

/// <summary>The kind of thing that a path leads to.</summary>
public enum FileKind
{
    /// <summary>Nothing: there is no such file, or a link leads nowhere.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe; opening it waits for a writer.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device.</summary>
    Device,

    /// <summary>Something whose status cannot be read, usually for lack of permissions.</summary>
    Unreachable,
}

/// <summary>The status of what a path leads to, with links followed.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Identity">Equal for all paths to the same file: device and inode, or the full path on systems without them.</param>
public sealed record FileStatus(FileKind Kind, string Identity)
{
    /// <summary>Length of a file, in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Time of the last change to the content.</summary>
    public DateTime Modified { get; init; }

    private const int NanosecondsPerTick = 100;
    private const int KindMask = 0xF000;
    private const int PipeBits = 0x1000;
    private const int CharacterDeviceBits = 0x2000;
    private const int FolderBits = 0x4000;
    private const int BlockDeviceBits = 0x6000;
    private const int FileBits = 0x8000;
    private const int SocketBits = 0xC000;

    /// <summary>Reads the status of a path.</summary>
    /// <param name="path">Any path, including a <see cref="RawPath">raw</see> one.</param>
    public static FileStatus Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OperatingSystem.IsLinux() ? OfLinux(path) : OfRuntime(path);
    }

    private static unsafe FileStatus OfLinux(string path)
    {
        LinuxCalls.StatusBuffer status = default;
        fixed (byte* bytes = RawPath.ToBytes(path))
        {
            if (LinuxCalls.Status(LinuxCalls.WorkingFolder, bytes, 0, LinuxCalls.BasicFields, &status) != 0)
            {
                var kind = Marshal.GetLastPInvokeError() is LinuxCalls.NoEntry or LinuxCalls.TooManyLinks ? FileKind.Missing
                    : FileKind.Unreachable;
                return new FileStatus(kind, path);
            }
        }

        return new FileStatus(KindOf(status.Mode), $"{status.DeviceMajor}:{status.DeviceMinor}:{status.Node}")
        {
            Length = (long)status.Length,
            Modified =
                DateTime.UnixEpoch.AddTicks(
                (status.ModifiedSeconds * TimeSpan.TicksPerSecond) + (status.ModifiedNanoseconds / NanosecondsPerTick)),
        };
    }

    private static FileKind KindOf(int mode) => (mode & KindMask) switch
    {
        FileBits => FileKind.File,
        FolderBits => FileKind.Folder,
        PipeBits => FileKind.Pipe,
        SocketBits => FileKind.Socket,
        CharacterDeviceBits or BlockDeviceBits => FileKind.Device,
        _ => FileKind.Unreachable,
    };

    private static FileStatus OfRuntime(string path)
    {
        try
        {
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            var target = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
            var kind = !target.Exists ? FileKind.Missing : target is DirectoryInfo ? FileKind.Folder : FileKind.File;
            return new FileStatus(kind, target.FullName)
            {
                Length = target is FileInfo { Exists: true } file ? file.Length : 0,
                Modified = target.LastWriteTimeUtc,
            };
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return new FileStatus(FileKind.Missing, path);
        }
        catch (UnauthorizedAccessException)
        {
            return new FileStatus(FileKind.Unreachable, path);
        }
    }
}
