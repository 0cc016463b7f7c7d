using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Data;

/// <summary>The folder that the paths of requests are confined to.</summary>
public sealed class DataRoot
{
    /// <summary>The setting that names the folder.</summary>
    public const string Setting = "MICROGENRE_DATA";

    private const int MostLinks = 40;

    private readonly string? _root;

    /// <summary>Takes <paramref name="folder"/>, whose own symbolic links are followed, as the root.</summary>
    /// <param name="folder">The folder; <see langword="null"/> or empty for a service that takes no paths.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
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

    /// <summary>The file that a request means by <paramref name="path"/>, as a full path without symbolic links.</summary>
    /// <param name="path">Relative to the root, or absolute within it.</param>
    /// <param name="field">The request's field, for messages.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT when the path is empty, malformed or leads out of the root; NOT_FOUND
    /// when there is no such file; FAILED_PRECONDITION when the service has no data root.
    /// </exception>
    public string File(string path, string field)
    {
        var full = Resolve(path, field);
        return System.IO.File.Exists(full)
            ? full
            : throw (Directory.Exists(full)
                ? RpcErrors.InvalidArgument($"{field}: '{path}' is a folder, not a file.")
                : RpcErrors.NotFound($"{field}: there is no file '{path}' under the data root."));
    }

    /// <summary>The folder that a request means by <paramref name="path"/>, as a full path without symbolic links.</summary>
    /// <inheritdoc cref="File" path="/param"/>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT when the path is empty, malformed or leads out of the root; NOT_FOUND
    /// when there is no such folder; FAILED_PRECONDITION when the service has no data root.
    /// </exception>
    public string Folder(string path, string field)
    {
        var full = Resolve(path, field);
        return Directory.Exists(full)
            ? full
            : throw (System.IO.File.Exists(full)
                ? RpcErrors.InvalidArgument($"{field}: '{path}' is a file, not a folder.")
                : RpcErrors.NotFound($"{field}: there is no folder '{path}' under the data root."));
    }

    /// <summary>
    /// What a request means by <paramref name="path"/>, as a full path without symbolic links, whether it is there or not.
    /// </summary>
    /// <inheritdoc cref="File" path="/param"/>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT when the path is empty, malformed or leads out of the root;
    /// FAILED_PRECONDITION when the service has no data root.
    /// </exception>
    public string Place(string path, string field) => Path.TrimEndingDirectorySeparator(Resolve(path, field));

    private string Resolve(string path, string field)
    {
        if (_root is null)
        {
            throw RpcErrors.FailedPrecondition($"{field}: this service has no data root (its setting {Setting}), so it takes no paths.");
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            throw RpcErrors.InvalidArgument($"{field}: the path is empty.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidArgument($"{field}: the path contains a null character.");
        }

        // Confined before the file system is asked, so that an answer never tells what exists outside; and again after
        // links were followed, each of which may lead anywhere.
        var full = Path.GetFullPath(path, _root);
        var real = IsInside(full, _root) ? FollowLinks(full) : null;
        return real is not null && IsInside(real, _root)
            ? real
            : throw RpcErrors.InvalidArgument($"{field}: '{path}' leads out of the data root.");
    }

    private static bool IsInside(string full, string root) =>
        full.StartsWith(root, StringComparison.Ordinal)
        && (full.Length == root.Length || Path.EndsInDirectorySeparator(root) || full[root.Length] == Path.DirectorySeparatorChar);

    /// <summary>
    /// Replaces every symbolic link on the way to <paramref name="full"/> by its target; <see langword="null"/> when they go in circles.
    /// </summary>
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

    /// <summary>The names on the way from <paramref name="root"/> to <paramref name="full"/>, the last one first.</summary>
    private static IEnumerable<string> PartsOf(string full, string root) =>
        full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
