using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Operations on a network's parameters by name.</summary>
internal static class Parameters
{
    /// <summary>Excludes the parameters whose names start with one of the prefixes from training.</summary>
    /// <exception cref="InvalidRecipeException">No parameter starts with one of the prefixes.</exception>
    public static void Freeze(this nn.Module network, IReadOnlyList<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            var frozen = network.named_parameters().Where(found => found.name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (frozen.Count == 0)
            {
                throw new InvalidRecipeException($"freeze: no parameter's name starts with '{prefix}'.");
            }

            frozen.ForEach(found => found.parameter.requires_grad = false);
        }
    }

    /// <summary>Whether a module has parameters, and all are excluded from training.</summary>
    public static bool IsFrozen(this nn.Module module) =>
        module.parameters().ToList() is { Count: > 0 } own && own.TrueForAll(parameter => !parameter.requires_grad);

    /// <summary>
    /// Puts a network in training mode, and its frozen modules in evaluation mode: batch norm would go on to learn statistics there, and
    /// dropout would blank values of layers that cannot adapt to it.
    /// </summary>
    public static void TrainUnfrozen(this nn.Module network)
    {
        network.train();
        foreach (var module in network.modules().Where(IsFrozen))
        {
            module.eval();
        }
    }
}
