namespace MicroGenre.Testing.Fuzzing;

/// <summary>Code that accepts bytes from anyone and must return a result or throw its documented error, whatever the bytes are.</summary>
public interface IFuzzTarget
{
    /// <summary>The target's name in the table.</summary>
    string Name { get; }

    /// <summary>Creates a valid input, which is then damaged.</summary>
    byte[] CreateSound(Random random);

    /// <summary>Processes an input.</summary>
    /// <returns><see langword="true"/> if the input was accepted; <see langword="false"/> if it was rejected as documented.</returns>
    /// <exception cref="HarmException">The target left a wrong file.</exception>
    /// <exception cref="Exception">Any exception is a bug of the target.</exception>
    bool Run(byte[] input);
}

/// <summary>The target damaged a file.</summary>
/// <param name="message">Describes the damage.</param>
public sealed class HarmException(string message) : Exception(message);
