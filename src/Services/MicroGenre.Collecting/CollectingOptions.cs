namespace MicroGenre.Collecting;

/// <summary>The service's settings: the section <c>Collecting</c> of its configuration.</summary>
public sealed class CollectingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Collecting";

    /// <summary>The folder of the library's file if no database is configured. Default the folder of models.</summary>
    public string? Folder { get; init; }

    /// <summary>The model for a library that has not been analysed yet. Default <c>gtzan</c>.</summary>
    public string DefaultModel { get; init; } = "gtzan";

    /// <summary>Number of files that a scan reads at the same time. Default one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The address at which other silos reach this one. Default <c>127.0.0.1</c>, for silos on one machine.</summary>
    public string SiloAddress { get; init; } = "127.0.0.1";

    /// <summary>The port at which other silos reach this one. Default a free port.</summary>
    public int? SiloPort { get; init; }

    /// <summary>Whether a silo shows Orleans' dashboard, at <c>/dashboard</c> of the address of its health checks. Default no.</summary>
    public bool Dashboard { get; init; }

    /// <summary>The most tracks in one reply. Default 1,000.</summary>
    public int LargestPage { get; init; } = 1000;

    /// <summary>Interval between progress reports of a scan. Default half a second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long search results may lag behind new analyses. Default 5 s.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    internal int ThreadCount => Threads ?? Environment.ProcessorCount;
}
