namespace MicroGenre.Testing;

/// <summary>A test that reads the list of processes in Linux's <c>/proc</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "looks into /proc";
}
