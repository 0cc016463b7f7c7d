using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MicroGenre.Signal.Files;

/// <summary>
/// Opens files and lists folders whose <see cref="RawPath">names need not be UTF-8</see>; all others as the runtime does.
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
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
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

    /// <summary>The paths of what lies in a folder, in no order.</summary>
    /// <exception cref="IOException">There is no such folder, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
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

    /// <summary>A file together with what makes its name one that others can open.</summary>
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

/// <summary>A path that the runtime and child processes can open, which leads to a file whose own name need not be UTF-8.</summary>
/// <remarks>
/// The part of the path that is not UTF-8 is opened by its bytes; <c>/proc/PID/fd/N</c> then names it, and what lies below it, for as long
/// as this object lives.
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

    /// <summary>Makes a path reachable; one that is UTF-8 stays as it is.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
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
