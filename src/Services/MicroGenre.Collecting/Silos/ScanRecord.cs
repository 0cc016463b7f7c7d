namespace MicroGenre.Collecting.Silos;

/// <summary>What the cluster remembers of a collection's last scan, whichever silo dies.</summary>
[GenerateSerializer]
internal sealed record ScanRecord
{
    /// <summary>What its caller calls it; empty before the first one, and after one that was stopped.</summary>
    [Id(0)]
    public string Scan { get; init; } = "";

    /// <summary>The model, as NAME/VERSION.</summary>
    [Id(1)]
    public string Model { get; init; } = "";

    /// <summary>How it ended; <see langword="null"/> until then.</summary>
    [Id(2)]
    public ScanState? End { get; init; }
}
