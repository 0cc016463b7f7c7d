namespace MicroGenre.Evaluation.Metrics;

/// <summary>Checks the inputs of metrics.</summary>
internal static class Guard
{
    public static void SameLength(int expected, int length, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"{name} has {length} entries; {expected} are expected, one per track.", name);
        }
    }

    public static int Class(int value, int classes, int track, string name) =>
        (uint)value < (uint)classes
            ? value
            : throw new ArgumentException($"Track {track} has class {value}; classes range from 0 to {classes - 1}.", name);
}
