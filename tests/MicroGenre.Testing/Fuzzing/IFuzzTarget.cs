namespace MicroGenre.Testing.Fuzzing;

/// <summary>Code that takes bytes from anyone, and must answer whatever they are with a result or with an error of its own kind.</summary>
public interface IFuzzTarget
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>A sound input, which is damaged to make others.</summary>
    byte[] CreateSound(Random random);

    /// <summary>Works on an input.</summary>
    /// <returns>Whether the input was taken; <see langword="false"/> where it was refused as it should be.</returns>
    /// <exception cref="HarmException">A file is not what it should be.</exception>
    /// <exception cref="Exception">Any exception is a fault of the code.</exception>
    bool Run(byte[] input);
}

/// <summary>A file was harmed.</summary>
/// <param name="message">In which way.</param>
public sealed class HarmException(string message) : Exception(message);
