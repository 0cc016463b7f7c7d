using MicroGenre.Collections;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>How far a scan of the cluster is.</summary>
[GenerateSerializer]
internal sealed record ScanState
{
    /// <summary>How far it is; <see langword="null"/> before the first file.</summary>
    [Id(0)]
    public ScanProgress? Progress { get; init; }

    /// <summary>What it found; <see langword="null"/> while it runs.</summary>
    [Id(1)]
    public ScanSummary? Summary { get; init; }

    /// <summary>Why it ended without a result.</summary>
    [Id(2)]
    public string? Failure { get; init; }

    /// <summary>Tracks that were only moved.</summary>
    [Id(3)]
    public int Moved { get; init; }

    /// <summary>Folders that are not there.</summary>
    [Id(4)]
    public List<string> Unreachable { get; init; } = [];

    /// <summary>Files that could not be analysed.</summary>
    [Id(5)]
    public List<FileProblem> Problems { get; init; } = [];

    /// <summary>The state of a scan that is over.</summary>
    public static ScanState Of(ScanSummary summary) => new()
    {
        Summary = summary,
        Moved = summary.Moved,
        Unreachable = [.. summary.Unreachable],
        Problems = [.. summary.Problems],
    };

    /// <summary>What the scan found, whole; <see langword="null"/> while it runs.</summary>
    /// <exception cref="LibraryException">It ended without a result.</exception>
    public ScanSummary? Result() => Failure is { } failure ? throw new LibraryException(failure)
        : Summary is null ? null
        : Summary with { Moved = Moved, Unreachable = Unreachable, Problems = Problems };
}
