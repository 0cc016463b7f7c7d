namespace MicroGenre.Benchmarks.Calm;

/// <summary>Options of a benchmark, each with a value.</summary>
internal static class Options
{
    /// <summary>The values by their options.</summary>
    /// <exception cref="ArgumentException">An option is none of the known ones, or has no value.</exception>
    public static Dictionary<string, string> Read(string[] args, params string[] known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i], StringComparer.Ordinal) || i + 1 == args.Length)
            {
                throw new ArgumentException($"'{args[i]}' is no option with a value; known are: {string.Join(", ", known)}.", nameof(args));
            }

            options[args[i]] = args[i + 1];
        }

        return options;
    }
}
