using System.Globalization;

namespace MicroGenre.Benchmarks;

/// <summary>The options of a benchmark: names that start with <c>--</c>, each with a value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private Options()
    {
    }

    /// <summary>An option's value, or null where it is not given.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">An option is not one of the known ones, or has no value.</exception>
    public static Options Read(string[] args, params string[] known)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i], StringComparer.Ordinal))
            {
                throw new UsageException($"'{args[i]}' is not an option; the options are {string.Join(", ", known)}.");
            }

            options.values[args[i]] = i + 1 < args.Length ? args[i + 1] : throw new UsageException($"{args[i]} needs a value.");
        }

        return options;
    }

    /// <summary>The value of an option that must be given.</summary>
    /// <exception cref="UsageException">The option is not given.</exception>
    public string Required(string name) => this[name] ?? throw new UsageException($"{name} is missing.");

    /// <summary>An option's value as a number, or null where it is not given.</summary>
    /// <exception cref="UsageException">The value is not such a number.</exception>
    public T? Number<T>(string name)
        where T : struct, IParsable<T> =>
        this[name] is not { } text ? null
        : T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw new UsageException($"{name} takes a number, not '{text}'.");

    /// <summary>An option's value as a number, or another value where it is not given.</summary>
    /// <exception cref="UsageException">The value is not such a number.</exception>
    public T Number<T>(string name, T otherwise)
        where T : struct, IParsable<T> => Number<T>(name) ?? otherwise;
}
