using System.Text.Json;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

/// <summary>One case of Frozen/pytorch.json: arrays that PyTorch computed, by name.</summary>
internal sealed class FrozenArrays
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, Dictionary<string, FrozenArray>> Cases = Read();

    private readonly Dictionary<string, FrozenArray> arrays;

    private FrozenArrays(Dictionary<string, FrozenArray> arrays) => this.arrays = arrays;

    public IEnumerable<string> Names => arrays.Keys;

    public static FrozenArrays Of(string name) => new(Cases[name]);

    public Tensor Tensor(string name) => tensor(arrays[name].Data, arrays[name].Shape);

    /// <summary>The arrays under a prefix, by the rest of their names.</summary>
    public Dictionary<string, Tensor> Under(string prefix) => Names
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[prefix.Length..], Tensor, StringComparer.Ordinal);

    public void AssertEqual(string name, Tensor actual)
    {
        var expected = arrays[name];
        Assert.Equal(expected.Shape, actual.shape);
        var values = actual.detach().to(float32).cpu().data<float>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(
                Math.Abs(values[i] - expected.Data[i]) <= Tolerance * Math.Max(1, Math.Abs(expected.Data[i])),
                $"{name}[{i}] is {values[i]}, PyTorch has {expected.Data[i]}");
        }
    }

    private static Dictionary<string, Dictionary<string, FrozenArray>> Read()
    {
        using var stream = typeof(FrozenArrays).Assembly.GetManifestResourceStream("StandIns.TorchSharp.Tests.Frozen.pytorch.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, FrozenArray>>>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record FrozenArray(long[] Shape, float[] Data);
}
