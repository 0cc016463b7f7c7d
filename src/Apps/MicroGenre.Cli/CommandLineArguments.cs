using MicroGenre.Signal.Files;

namespace MicroGenre.Cli;

/// <summary>
/// Restores the original arguments: the runtime replaces bytes that are not UTF-8, so that such files would not be found.
/// </summary>
internal static class CommandLineArguments
{
    private const string OwnArguments = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the arguments with the bytes of <see cref="RawPath">raw</see> paths.</summary>
    public static string[] Restore(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !Array.Exists(args, argument => argument.Contains(Replacement, StringComparison.Ordinal)))
        {
            return args;
        }

        var all = new List<string>();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(OwnArguments);
        while (bytes.IndexOf((byte)0) is >= 0 and var end)
        {
            all.Add(RawPath.FromBytes(bytes[..end]));
            bytes = bytes[(end + 1)..];
        }

        // The program's own name and the runtime's arguments come first.
        return all.Count >= args.Length ? [.. all[^args.Length..]] : args;
    }
}
