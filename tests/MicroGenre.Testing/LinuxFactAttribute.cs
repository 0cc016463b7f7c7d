namespace MicroGenre.Testing;

/// <summary>A test that looks into Linux's list of processes, <c>/proc</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "looks into /proc";
}
