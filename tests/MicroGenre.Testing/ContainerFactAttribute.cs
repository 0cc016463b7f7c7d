namespace MicroGenre.Testing;

/// <summary>A test that starts containers by Testcontainers: real ones, or local processes where a stand-in takes its place. Skipped, with the reason, where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute() => Skip = StandInPackages.Include("Testcontainers.Redis") || Programs.RunsContainers ? null : "needs a container runtime";
}
