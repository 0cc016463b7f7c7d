namespace MicroGenre.Testing;

/// <summary>
/// A test that takes minutes, gigabytes or thousands of sockets; it runs where <c>MICROGENRE_HEAVY_TESTS=1</c> asks for it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeavyFactAttribute : FactAttribute
{
    public HeavyFactAttribute() => Skip = Environment.GetEnvironmentVariable("MICROGENRE_HEAVY_TESTS") is "1" ? null
        : "heavy: runs with MICROGENRE_HEAVY_TESTS=1";
}
