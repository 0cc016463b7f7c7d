namespace MicroGenre.Testing;

/// <summary>
/// A test that takes minutes, gigabytes or thousands of sockets; it runs where <c>MICROGENRE_HEAVY_TESTS=1</c> asks for it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeavyFactAttribute : FactAttribute
{
    public HeavyFactAttribute() => Skip = IsOn ? null : "heavy: runs with MICROGENRE_HEAVY_TESTS=1";

    /// <summary>Whether such tests run.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("MICROGENRE_HEAVY_TESTS") is "1";
}

/// <summary>Tests, with data, that take as long.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeavyTheoryAttribute : TheoryAttribute
{
    public HeavyTheoryAttribute() => Skip = new HeavyFactAttribute().Skip;
}
