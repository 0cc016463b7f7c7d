using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>A theory that needs libsndfile.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SndFileTheoryAttribute : TheoryAttribute
{
    public SndFileTheoryAttribute() => Skip = ExternalDecoders.Installed.SndFile is null ? "needs libsndfile" : null;
}
