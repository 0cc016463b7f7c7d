using System.Reflection;
using System.Text.Json;

namespace MicroGenre.Testing;

/// <summary>
/// An array that another program computed, from a JSON file of <c>{case: {name: {shape, data}}}</c> beside the script that wrote it.
/// </summary>
/// <param name="Shape">The size of each dimension, outermost first.</param>
/// <param name="Data">The elements in row-major order.</param>
public sealed record FrozenArray(long[] Shape, double[] Data)
{
    /// <summary>All cases of an embedded file.</summary>
    public static Dictionary<string, Dictionary<string, FrozenArray>> Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"There is no resource '{resource}'.", nameof(resource));
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, FrozenArray>>>(stream, JsonSerializerOptions.Web)!;
    }

    /// <summary>
    /// Where an array differs by more than a share of the largest element (and more than an absolute difference, for arrays that are all
    /// but zero); <see langword="null"/> if it does nowhere.
    /// </summary>
    public string? DifferenceFrom(long[] shape, IReadOnlyList<double> actual, double relative, double absolute)
    {
        if (!shape.AsSpan().SequenceEqual(Shape))
        {
            return $"has shape [{string.Join(", ", shape)}], not [{string.Join(", ", Shape)}]";
        }

        var tolerance = Math.Max(absolute, relative * Data.Max(Math.Abs));
        for (var i = 0; i < Data.Length; i++)
        {
            if (!(Math.Abs(actual[i] - Data[i]) <= tolerance))
            {
                return $"[{i}] is {actual[i]}, not {Data[i]}";
            }
        }

        return null;
    }
}
