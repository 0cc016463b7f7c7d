using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>What a recipe may say about a network's parameters by their names.</summary>
internal static class Parameters
{
    /// <summary>Keeps training from changing the parameters whose names begin with one of the prefixes.</summary>
    /// <exception cref="InvalidRecipeException">No parameter begins with one of them.</exception>
    public static void Freeze(this nn.Module network, IReadOnlyList<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            var frozen = network.named_parameters().Where(found => found.name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (frozen.Count == 0)
            {
                throw new InvalidRecipeException($"freeze: no parameter's name begins with '{prefix}'.");
            }

            frozen.ForEach(found => found.parameter.requires_grad = false);
        }
    }
}
