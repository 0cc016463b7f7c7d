using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds programs of this machine.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="name">What the resource is called.</param>
    /// <param name="command">A program on PATH, or the path of one.</param>
    /// <param name="workingDirectory">Where it runs, relative to the host's project.</param>
    /// <param name="args">Its arguments.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var executable = new ExecutableResource(name, command, Path.GetFullPath(Path.Combine(builder.AppHostDirectory, workingDirectory)));
        return builder.AddResource(executable)
            .WithAnnotation(new ProgramAnnotation(executable.Command, executable.WorkingDirectory))
            .WithArgs(args ?? []);
    }
}
