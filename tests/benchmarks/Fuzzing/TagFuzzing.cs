using System.Globalization;
using MicroGenre.Signal;
using MicroGenre.Tagging;
using MicroGenre.Tagging.Tests;

namespace MicroGenre.Benchmarks.Fuzzing;

/// <summary>
/// Reads, tags and reads back changed files of every container and tag layout, and finds what no file may do: crash, hang, or be harmed.
/// </summary>
internal sealed class TagFuzzing : IDisposable
{
    private const string Genre = "Drum & Bass";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("microgenre-fuzz-");
    private readonly IReadOnlyList<string> _containers;

    /// <summary>Prepares a run.</summary>
    /// <param name="containers">The containers to try, of <see cref="TagLayouts.Containers"/>.</param>
    public TagFuzzing(IReadOnlyList<string> containers) => _containers = containers;

    /// <summary>Runs from the command line: <c>[--inputs N] [--seconds N] [--seed N]</c>, until the first of the two limits.</summary>
    /// <returns>The exit code: 0 where there is no fault.</returns>
    public static int Run(string[] arguments)
    {
        var numbers = arguments.Chunk(2).ToDictionary(
            pair => pair[0], pair => int.Parse(pair[^1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        using var fuzzing = new TagFuzzing(TagLayouts.Containers);
        var report = fuzzing.Run(
            numbers.GetValueOrDefault("--seed"),
            numbers.GetValueOrDefault("--inputs", int.MaxValue / 2),
            TimeSpan.FromSeconds(numbers.GetValueOrDefault("--seconds", numbers.ContainsKey("--inputs") ? int.MaxValue : 60)));
        Console.WriteLine(report);
        return report.Faults.Count == 0 ? 0 : 1;
    }

    /// <summary>Tries inputs until their number or the time is over.</summary>
    /// <param name="firstSeed">The seed of the first input; the others count on from there.</param>
    /// <param name="most">How many inputs to try.</param>
    /// <param name="limit">How long to try.</param>
    public TagFuzzReport Run(int firstSeed, int most, TimeSpan limit)
    {
        var report = new TagFuzzReport();
        var start = DateTime.UtcNow;
        for (var seed = firstSeed; seed < firstSeed + most && DateTime.UtcNow - start < limit; seed++)
        {
            var input = seed;
            var attempt = Task.Run(() => Try(input));
            if (!attempt.Wait(Patience))
            {
                report.Add(new TagFuzzResult(seed, TagFuzzOutcome.Hang, "no end in five minutes"));
                break;
            }

            report.Add(attempt.Result);
        }

        return report;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Tries one input.</summary>
    public TagFuzzResult Try(int seed)
    {
        var random = new Random(seed);
        var container = _containers[random.Next(_containers.Count)];
        var original = Mutation.Of(TagLayouts.Create(container, random, withGenre: random.Next(2) == 0), random);
        var path = Path.Combine(_folder.FullName, $"track.{container}");
        File.WriteAllBytes(path, original);
        try
        {
            return new TagFuzzResult(seed, Tag(path, original));
        }
        catch (HarmException harm)
        {
            return new TagFuzzResult(seed, TagFuzzOutcome.Harm, $"{container}: {harm.Message}");
        }
        catch (Exception exception)
        {
            return new TagFuzzResult(seed, TagFuzzOutcome.Crash, $"{container}: {exception}");
        }
    }

    private TagFuzzOutcome Tag(string path, byte[] original)
    {
        try
        {
            if (TagFile.Open(path) is not { Obstacle: null } file)
            {
                return Unchanged(path, original, TagFuzzOutcome.Untaggable);
            }

            var audio = Decode(path);
            file.Write(Genre);
            Demand(audio is not null && audio == Decode(path), "the audio is another");
        }
        catch (Exception exception) when (exception is TagFormatException or AudioFormatException or IOException)
        {
            return Unchanged(path, original, TagFuzzOutcome.Refused);
        }

        var written = File.ReadAllBytes(path);
        var again = TagFile.Open(path);
        Demand(again?.Genre == Genre, $"the genre reads '{again?.Genre}'");
        again!.Write(Genre);
        Demand(written.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "writing again changes it");
        Demand(_folder.GetFiles().Length == 1, "something is left behind");
        File.Delete(path);
        return TagFuzzOutcome.Tagged;
    }

    private TagFuzzOutcome Unchanged(string path, byte[] original, TagFuzzOutcome outcome)
    {
        Demand(original.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "it was refused, and changed");
        Demand(_folder.GetFiles().Length == 1, "something is left behind");
        File.Delete(path);
        return outcome;
    }

    private static AudioDigest? Decode(string path)
    {
        try
        {
            return AudioDigest.Of(path);
        }
        catch (AudioFormatException)
        {
            return null;
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new HarmException(otherwise);
        }
    }

    private sealed class HarmException(string message) : Exception(message);
}

/// <summary>What became of an input.</summary>
internal enum TagFuzzOutcome
{
    /// <summary>It was tagged, and all that must hold holds.</summary>
    Tagged,

    /// <summary>It was refused with a reason, and is as it was.</summary>
    Refused,

    /// <summary>It is of no kind that is tagged.</summary>
    Untaggable,

    /// <summary>Something was thrown that callers do not expect.</summary>
    Crash,

    /// <summary>There was no end.</summary>
    Hang,

    /// <summary>The file is not what it should be.</summary>
    Harm,
}

/// <summary>The result of one input.</summary>
/// <param name="Seed">What makes the input again.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">What went wrong.</param>
internal sealed record TagFuzzResult(int Seed, TagFuzzOutcome Outcome, string? Detail = null);

/// <summary>The results of a run: how many of each outcome, and those that must not be.</summary>
internal sealed class TagFuzzReport
{
    private readonly int[] _counts = new int[Enum.GetValues<TagFuzzOutcome>().Length];

    /// <summary>The results that must not be.</summary>
    public List<TagFuzzResult> Faults { get; } = [];

    /// <summary>How many inputs ended so.</summary>
    public int this[TagFuzzOutcome outcome] => _counts[(int)outcome];

    /// <summary>Counts a result.</summary>
    public void Add(TagFuzzResult result)
    {
        _counts[(int)result.Outcome]++;
        if (result.Outcome is TagFuzzOutcome.Crash or TagFuzzOutcome.Hang or TagFuzzOutcome.Harm)
        {
            Faults.Add(result);
        }
    }

    /// <summary>One line for all, and one for each fault.</summary>
    public override string ToString()
    {
        var outcomes = Enum.GetValues<TagFuzzOutcome>();
        string[] lines =
        [
            $"{_counts.Sum()} inputs: {string.Join(", ", outcomes.Select(outcome => $"{this[outcome]} {outcome}"))}",
            .. Faults.Select(fault => $"seed {fault.Seed}: {fault.Outcome}: {fault.Detail}"),
        ];
        return string.Join(Environment.NewLine, lines);
    }
}
