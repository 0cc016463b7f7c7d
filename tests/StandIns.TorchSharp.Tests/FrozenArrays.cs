using MicroGenre.Testing;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

/// <summary>One case of Frozen/pytorch.json: arrays that PyTorch computed, by name.</summary>
internal sealed class FrozenArrays
{
    private static readonly Dictionary<string, Dictionary<string, FrozenArray>> Cases =
        FrozenArray.Read(typeof(FrozenArrays).Assembly, "StandIns.TorchSharp.Tests.Frozen.pytorch.json");

    private readonly Dictionary<string, FrozenArray> arrays;

    private FrozenArrays(Dictionary<string, FrozenArray> arrays) => this.arrays = arrays;

    public static FrozenArrays Of(string name) => new(Cases[name]);

    public Tensor Tensor(string name) => tensor(arrays[name].Data, arrays[name].Shape, dtype: float32);

    /// <summary>The arrays under a prefix, by the rest of their names.</summary>
    public Dictionary<string, Tensor> Under(string prefix) => arrays.Keys
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[prefix.Length..], Tensor, StringComparer.Ordinal);

    public void AssertEqual(string name, Tensor actual)
    {
        var difference = arrays[name].DifferenceFrom(actual.shape, actual.detach().to(float64).data<double>().ToArray(), relative: 1e-5, absolute: 2e-6);
        Assert.True(difference is null, $"{name} {difference}");
    }
}
