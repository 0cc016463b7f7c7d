using MicroGenre.Collecting.Scans;
using MicroGenre.Collections;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>The state of a scan in the cluster.</summary>
[GenerateSerializer]
internal sealed record ScanState
{
    /// <summary>The progress; <see langword="null"/> before the first file.</summary>
    [Id(0)]
    public ScanProgress? Progress { get; init; }

    /// <summary>The result; <see langword="null"/> while it runs.</summary>
    [Id(1)]
    public ScanSummary? Summary { get; init; }

    /// <summary>Why it failed; <see langword="null"/> if it did not.</summary>
    [Id(2)]
    public string? Failure { get; init; }

    /// <summary>Number of tracks that were only moved.</summary>
    [Id(3)]
    public int Moved { get; init; }

    /// <summary>Folders that cannot be read.</summary>
    [Id(4)]
    public List<string> Unreachable { get; init; } = [];

    /// <summary>Files that could not be analysed.</summary>
    [Id(5)]
    public List<FileProblem> Problems { get; init; } = [];

    /// <summary>Whether it was stopped.</summary>
    [Id(6)]
    public bool IsStopped { get; init; }

    /// <summary>The state of a finished scan.</summary>
    public static ScanState Of(ScanSummary summary) => new()
    {
        Summary = summary,
        Moved = summary.Moved,
        Unreachable = [.. summary.Unreachable],
        Problems = [.. summary.Problems],
    };

    /// <summary>The complete result; <see langword="null"/> while the scan runs.</summary>
    /// <exception cref="LibraryException">The scan failed.</exception>
    /// <exception cref="ScanStoppedException">The scan was stopped.</exception>
    public ScanSummary? Result() => IsStopped ? throw new ScanStoppedException()
        : Failure is { } failure ? throw new LibraryException(failure)
        : Summary is null ? null
        : Summary with { Moved = Moved, Unreachable = Unreachable, Problems = Problems };
}
