namespace MicroGenre.Testing;

/// <summary>
/// A test that takes minutes, gigabytes or thousands of sockets. It runs only if <c>MICROGENRE_HEAVY_TESTS</c> is 1.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeavyFactAttribute : FactAttribute
{
    public HeavyFactAttribute() => Skip = IsOn ? null : "heavy: runs with MICROGENRE_HEAVY_TESTS=1";

    /// <summary><see langword="true"/> if heavy tests run.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("MICROGENRE_HEAVY_TESTS") is "1";
}

/// <summary>A heavy test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeavyTheoryAttribute : TheoryAttribute
{
    public HeavyTheoryAttribute() => Skip = new HeavyFactAttribute().Skip;
}
