using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>Recognises errors that concern a single track, so that a batch can continue.</summary>
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
    /// <summary>Whether an error concerns the track itself: it cannot be opened or decoded, or is too short for its features.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is AudioFormatException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>The error as one line, without the name of a parameter, which means nothing to users.</summary>
    public static string Line(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var message = exception is ArgumentException { ParamName: { } name }
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }
}
