using MicroGenre.Signal.Files;

namespace MicroGenre.Cli;

/// <summary>The arguments as they were given: the runtime replaces bytes that are not UTF-8, by which no file is found.</summary>
internal static class CommandLineArguments
{
    private const string OwnArguments = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>The arguments, with the bytes of <see cref="RawPath">raw</see> ones kept.</summary>
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

        // Before them stand the program's own name and the runtime's arguments.
        return all.Count >= args.Length ? [.. all[^args.Length..]] : args;
    }
}
