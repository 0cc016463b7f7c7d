using System.Runtime.InteropServices;

namespace Aspire.AppHost;

/// <summary>Runs services from their build output.</summary>
internal static class BuiltProgramExtensions
{
    /// <summary>
    /// Starts a project's program directly, in the project's folder. Aspire would start <c>dotnet run</c>, which builds again, stays next
    /// to the service with 130 MB, and hides the death of the service from its watcher.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithBuiltProgram(this IResourceBuilder<ProjectResource> service)
    {
        var project = service.Resource.GetProjectMetadata().ProjectPath;
        var name = Path.GetFileNameWithoutExtension(project);
        // All projects, including this one, are built to artifacts/bin/<project>/<configuration>.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        return service
            .WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(project)! })
            .WithEnvironment("DOTNET_ROOT", DotnetRoot());
    }

    // The root of the current runtime, <root>/shared/Microsoft.NETCore.App/<version>: programs would search only its usual locations.
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
