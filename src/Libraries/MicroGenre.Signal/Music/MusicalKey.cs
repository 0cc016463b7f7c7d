namespace MicroGenre.Signal;

/// <summary>A musical key: a tonic and a mode, written as <c>C:maj</c> or <c>F#:min</c>.</summary>
/// <param name="Tonic">The pitch class of the tonic: 0 for C, 1 for C♯, …, 11 for B.</param>
/// <param name="IsMinor">Whether the mode is minor.</param>
public readonly record struct MusicalKey(int Tonic, bool IsMinor)
{
    /// <summary>The number of pitch classes.</summary>
    public const int PitchClasses = ChromaStftSettings.PitchClasses;

    private const string Minor = "min";
    private const string Major = "maj";
    private static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>Parses a key.</summary>
    /// <param name="text">Such as <c>C:maj</c>, <c>Bb:min</c>.</param>
    /// <returns>The key; <see langword="null"/> if the text does not name one.</returns>
    public static MusicalKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') is [{ Length: > 0 } name, Minor or Major] parts && TonicOf(name) is { } tonic
            ? new MusicalKey(tonic, parts[1] == Minor) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Names[Tonic]}:{(IsMinor ? Minor : Major)}";

    private static int? TonicOf(string name)
    {
        var natural = Array.IndexOf(Names, name[..1]);
        var shift = name[1..] switch
        {
            "" => 0,
            "#" => 1,
            "b" => -1,
            _ => (int?)null,
        };
        return natural < 0 || shift is null ? null : (natural + shift.Value + PitchClasses) % PitchClasses;
    }
}
