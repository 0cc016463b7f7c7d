using System.Reflection;
using System.Text.Json;

namespace MicroGenre.Testing;

/// <summary>An array that another program computed, from a JSON file of <c>{case: {name: {shape, data}}}</c> beside the script that wrote it.</summary>
/// <param name="Shape">Its lengths, outermost first.</param>
/// <param name="Data">Its elements in row-major order.</param>
public sealed record FrozenArray(long[] Shape, double[] Data)
{
    /// <summary>All cases of an embedded file.</summary>
    public static Dictionary<string, Dictionary<string, FrozenArray>> Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new ArgumentException($"There is no resource '{resource}'.", nameof(resource));
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, FrozenArray>>>(stream, JsonSerializerOptions.Web)!;
    }

    /// <summary>How an array differs by more than a tolerance, relative for elements above 1; <see langword="null"/> if it does not.</summary>
    public string? DifferenceFrom(long[] shape, IReadOnlyList<double> actual, double tolerance)
    {
        if (!shape.AsSpan().SequenceEqual(Shape))
        {
            return $"has shape [{string.Join(", ", shape)}], not [{string.Join(", ", Shape)}]";
        }

        for (var i = 0; i < Data.Length; i++)
        {
            if (!(Math.Abs(actual[i] - Data[i]) <= tolerance * Math.Max(1, Math.Abs(Data[i]))))
            {
                return $"[{i}] is {actual[i]}, not {Data[i]}";
            }
        }

        return null;
    }
}
