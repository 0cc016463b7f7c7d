namespace MicroGenre.Testing.Fuzzing;

/// <summary>Code that takes bytes from anyone, and must answer whatever they are with a result or with an error of its own kind.</summary>
public interface IFuzzTarget
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Sound inputs, which are damaged to make others.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Works on an input.</summary>
    /// <returns>Whether the input was taken; <see langword="false"/> where it was refused as it should be.</returns>
    /// <exception cref="Exception">Any exception is a fault of the code.</exception>
    bool Run(byte[] input);
}
