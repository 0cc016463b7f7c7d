namespace MicroGenre.Networks.Tests;

/// <summary>
/// Tests that make networks. They do not run beside others: initial weights and dropout draw from the process's one generator, so that a
/// run repeats bit for bit only while nothing else draws from it.
/// </summary>
[CollectionDefinition(nameof(TorchTests), DisableParallelization = true)]
public static class TorchTests;
