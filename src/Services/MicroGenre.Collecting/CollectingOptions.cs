namespace MicroGenre.Collecting;

/// <summary>The service's settings: the section <c>Collecting</c> of its configuration.</summary>
public sealed class CollectingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Collecting";

    /// <summary>The folder that the library's file is in, where no database is named. Default the folder of models.</summary>
    public string? Folder { get; init; }

    /// <summary>The model that analyses a library which none has analysed yet. Default <c>gtzan</c>.</summary>
    public string DefaultModel { get; init; } = "gtzan";

    /// <summary>Files that a scan reads at once. Default one for each processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Where other silos reach this one. Default <c>127.0.0.1</c>: all of them on one machine.</summary>
    public string SiloAddress { get; init; } = "127.0.0.1";

    /// <summary>The port that other silos reach this one by. Default any that is free.</summary>
    public int? SiloPort { get; init; }

    /// <summary>The most tracks in one reply. Default 1,000.</summary>
    public int LargestPage { get; init; } = 1000;

    /// <summary>How often a caller hears how far a scan is. Default every half second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a search may miss tracks that were just analysed. Default 5 s.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    internal int ThreadCount => Threads ?? Environment.ProcessorCount;
}
