using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>Errors that one track brings about and that leave others untouched.</summary>
/// <example><code>
/// try
/// {
///     AudioFile.Read("song.mp3");
/// }
/// catch (Exception exception) when (TrackError.IsExpected(exception))
/// {
///     Console.Error.WriteLine(TrackError.Line(exception));
/// }
/// </code></example>
public static class TrackError
{
    /// <summary>Whether an error is of the track's own making: it cannot be opened or decoded, or is too short for its features.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is AudioFormatException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>What is wrong, in one line, without the name of a parameter that means nothing to the track's owner.</summary>
    public static string Line(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var message = exception is ArgumentException { ParamName: { } name }
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }
}
