using System.Globalization;

namespace MicroGenre.DataSets;

/// <summary>
/// Known faults of GTZAN. The tracks are those that the fault-filtered partition of Kereliuk, Sturm and Larsen (Deep Learning and Music
/// Adversaries, 2015) leaves out: 1,000 minus the 930 in its three lists. Sturm (arXiv:1306.1461) catalogues their repetitions,
/// mislabelings and distortions.
/// </summary>
internal static class GtzanFaults
{
    /// <summary>The track that cannot be decoded in the copy on Kaggle; other copies are intact.</summary>
    public const string Corrupt = "jazz.00054";

    private static readonly Dictionary<string, int[]> LeftOut = new(StringComparer.Ordinal)
    {
        ["classical"] = [42],
        ["country"] = [8, 52],
        ["disco"] = [38, 50, 51, 55, 60, 71, 98],
        ["hiphop"] = [1, 39, 46, 47, 48, 49, 50, 76],
        ["jazz"] = [33, 34, 35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 46],
        ["metal"] = [4, 34, 40, 41, 42, 43, 44, 45, 58],
        ["pop"] = [15, 21, 22, 30, 37, 45, 47, 48, 51, 52, 54, 56, 57, 67, 68, 87],
        ["reggae"] = [3, 5, 7, 8, 10, 13, 33, 41, 73, 75, 80, 81, 86, 91],
    };

    private static readonly HashSet<string> Names =
        [.. LeftOut.SelectMany(
            genre => genre.Value.Select(number => $"{genre.Key}.{number.ToString("D5", CultureInfo.InvariantCulture)}"))];

    /// <summary>The known fault of a track, such as <c>pop.00015</c>; <see langword="null"/> if there is none.</summary>
    public static string? Of(string stem) =>
        Names.Contains(stem)
            ? "left out of the fault-filtered partition (Kereliuk, Sturm and Larsen 2015): a repetition, mislabeled, or distorted" : null;
}
