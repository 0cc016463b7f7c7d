using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MicroGenre.Signal.Files;

/// <summary>
/// Opens files and lists folders whose <see cref="RawPath">names are not UTF-8</see>. All other paths are handled as by the runtime.
/// </summary>
/// <example><code>
/// foreach (var path in RawFile.List("music"))
/// {
///     using var file = RawFile.OpenRead(path);
/// }
/// </code></example>
public static class RawFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (!RawPath.IsRaw(path))
        {
            return File.OpenRead(path);
        }

        var reach = ReachablePath.Of(path);
        try
        {
            return new ReachedFile(reach);
        }
        catch
        {
            reach.Dispose();
            throw;
        }
    }

    /// <summary>Lists the paths in a folder, in no particular order.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return OperatingSystem.IsLinux()
            ? [.. ListLinux(folder).Select(name => Path.Combine(folder, name))]
            : [.. Directory.EnumerateFileSystemEntries(folder)];
    }

    private static unsafe List<string> ListLinux(string folder)
    {
        nint handle;
        fixed (byte* bytes = RawPath.ToBytes(folder))
        {
            handle = LinuxCalls.OpenFolder(bytes);
        }

        if (handle == 0)
        {
            throw new IOException($"The folder '{RawPath.Display(folder)}' cannot be read: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            var names = new List<string>();
            for (var entry = LinuxCalls.ReadFolder(handle); entry is not null; entry = LinuxCalls.ReadFolder(handle))
            {
                var name = RawPath.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + LinuxCalls.NameOffset));
                if (name is not ("." or ".."))
                {
                    names.Add(name);
                }
            }

            return names;
        }
        finally
        {
            _ = LinuxCalls.CloseFolder(handle);
        }
    }

    /// <summary>An open file, together with the handle that keeps its path valid.</summary>
    private sealed class ReachedFile(ReachablePath reach) : FileStream(reach.Path, FileMode.Open, FileAccess.Read, FileShare.Read)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
            {
                reach.Dispose();
            }
        }
    }
}

/// <summary>A path that the runtime and child processes can open, for a file whose own name is not UTF-8.</summary>
/// <remarks>
/// The part of the path that is not UTF-8 is opened by its bytes. <c>/proc/PID/fd/N</c> then names it and everything below it, for the
/// lifetime of this object.
/// </remarks>
/// <example><code>
/// using var reachable = ReachablePath.Of(Environment.GetCommandLineArgs()[1]);
/// Console.WriteLine(File.Exists(reachable.Path));
/// </code></example>
public sealed class ReachablePath : IDisposable
{
    private readonly SafeFileHandle? _handle;

    private ReachablePath(string path, SafeFileHandle? handle) => (Path, _handle) = (path, handle);

    /// <summary>The path to use.</summary>
    public string Path { get; }

    /// <summary>Makes a path reachable. A UTF-8 path stays unchanged.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    public static unsafe ReachablePath Of(string path)
    {
        if (!RawPath.IsRaw(path))
        {
            return new ReachablePath(path, null);
        }

        var end = path.IndexOf('/', RawPath.LastEscapeIn(path));
        var (raw, rest) = end < 0 ? (path, "") : (path[..end], path[end..]);
        fixed (byte* bytes = RawPath.ToBytes(raw))
        {
            var descriptor = LinuxCalls.Open(bytes, LinuxCalls.PathOnly);
            return descriptor >= 0
                ? new ReachablePath(
                    $"/proc/{Environment.ProcessId}/fd/{descriptor}{rest}", new SafeFileHandle(descriptor, ownsHandle: true))
                : throw new IOException($"'{RawPath.Display(path)}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
