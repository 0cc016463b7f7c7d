using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Data;

/// <summary>The folder that paths in requests are confined to.</summary>
public sealed class DataRoot
{
    /// <summary>The setting with the folder.</summary>
    public const string Setting = "MICROGENRE_DATA";

    private const int MostLinks = 40;

    private readonly string? _root;

    /// <summary>Sets <paramref name="folder"/> as the root. Its own symbolic links are followed.</summary>
    /// <param name="folder">The folder; <see langword="null"/> or empty for a service that accepts no paths.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public DataRoot(string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            return;
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException($"The data root '{full}' does not exist.");
        }

        _root = FollowLinks(full) ?? full;
    }

    /// <summary>Resolves a path in a request to an existing file, as a full path without symbolic links.</summary>
    /// <param name="path">The path, relative to the root or absolute within it.</param>
    /// <param name="field">The request's field, for error messages.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the path is empty, malformed or leads out of the root. NOT_FOUND: the
    /// file does not exist. FAILED_PRECONDITION: the service has no data root.</exception>
    public string File(string path, string field)
    {
        var full = Resolve(path, field);
        return System.IO.File.Exists(full)
            ? full
            : throw (Directory.Exists(full)
                ? RpcErrors.InvalidArgument($"{field}: '{path}' is a folder, not a file.")
                : RpcErrors.NotFound($"{field}: there is no file '{path}' under the data root."));
    }

    /// <summary>Resolves a path in a request to an existing folder, as a full path without symbolic links.</summary>
    /// <inheritdoc cref="File" path="/param"/>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the path is empty, malformed or leads out of the root. NOT_FOUND: the
    /// folder does not exist. FAILED_PRECONDITION: the service has no data root.</exception>
    public string Folder(string path, string field)
    {
        var full = Resolve(path, field);
        return Directory.Exists(full)
            ? full
            : throw (System.IO.File.Exists(full)
                ? RpcErrors.InvalidArgument($"{field}: '{path}' is a file, not a folder.")
                : RpcErrors.NotFound($"{field}: there is no folder '{path}' under the data root."));
    }

    /// <summary>Resolves a path in a request, as a full path without symbolic links, whether it exists or not.</summary>
    /// <inheritdoc cref="File" path="/param"/>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the path is empty, malformed or leads out of the root.
    /// FAILED_PRECONDITION: the service has no data root.</exception>
    public string Place(string path, string field) => Path.TrimEndingDirectorySeparator(Resolve(path, field));

    private string Resolve(string path, string field)
    {
        if (_root is null)
        {
            throw RpcErrors.FailedPrecondition($"{field}: this service accepts no paths, because it has no data root (setting {Setting}).");
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            throw RpcErrors.InvalidArgument($"{field}: the path is empty.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidArgument($"{field}: the path contains a null character.");
        }

        // Confined before the file system is accessed, so that an answer never reveals what exists outside; and again after following
        // links, each of which may lead anywhere.
        var full = Path.GetFullPath(path, _root);
        var real = IsInside(full, _root) ? FollowLinks(full) : null;
        return real is not null && IsInside(real, _root)
            ? real
            : throw RpcErrors.InvalidArgument($"{field}: '{path}' leads out of the data root.");
    }

    private static bool IsInside(string full, string root) =>
        full.StartsWith(root, StringComparison.Ordinal)
        && (full.Length == root.Length || Path.EndsInDirectorySeparator(root) || full[root.Length] == Path.DirectorySeparatorChar);

    /// <summary>Resolves every symbolic link in <paramref name="full"/>; <see langword="null"/> if they form a loop.</summary>
    private static string? FollowLinks(string full)
    {
        var links = 0;
        var root = Path.GetPathRoot(full)!;
        var done = root;
        var left = new Stack<string>(PartsOf(full, root));
        while (left.TryPop(out var part))
        {
            var next = Path.Combine(done, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var resolved = Path.GetFullPath(target, done);
            done = Path.GetPathRoot(resolved)!;
            foreach (var targetPart in PartsOf(resolved, done))
            {
                left.Push(targetPart);
            }
        }

        return done;
    }

    /// <summary>The names on the path from <paramref name="root"/> to <paramref name="full"/>, last one first.</summary>
    private static IEnumerable<string> PartsOf(string full, string root) =>
        full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
