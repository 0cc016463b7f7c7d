namespace MicroGenre.Extractors;

/// <summary>Which models from outside a program runs, and on what.</summary>
public sealed record ExtractorOptions
{
    /// <summary>
    /// The folder in which relative paths begin, and in which all files must be; <see langword="null"/> for any file, where relative paths
    /// begin in the folder in which the program was started.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>What runs them.</summary>
    public ExtractorDevice Device { get; init; } = ExtractorDevice.Auto;
}

/// <summary>What runs models from outside.</summary>
public enum ExtractorDevice
{
    /// <summary>A GPU, where there is one and this build of ONNX Runtime uses it; else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A GPU; without one, models are refused.</summary>
    Cuda,
}
