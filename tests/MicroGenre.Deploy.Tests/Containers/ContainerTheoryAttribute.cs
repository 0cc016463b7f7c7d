namespace MicroGenre.Deploy.Tests.Containers;

/// <summary>Tests, with data, that build images and run them; they run where <c>MICROGENRE_CONTAINER_TESTS=1</c> asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Needed = ["podman", "docker-registry", "debootstrap"];

    public ContainerTheoryAttribute() => Skip = Environment.GetEnvironmentVariable("MICROGENRE_CONTAINER_TESTS") is not "1"
        ? "builds and runs images: runs with MICROGENRE_CONTAINER_TESTS=1"
        : Array.Find(Needed, program => !Command.Succeeds(program, "--version")) is { } missing ? $"needs {missing}" : null;
}
