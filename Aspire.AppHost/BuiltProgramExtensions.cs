using System.Runtime.InteropServices;

namespace Aspire.AppHost;

/// <summary>Has services run as what they were built to.</summary>
internal static class BuiltProgramExtensions
{
    /// <summary>
    /// Starts a project's program itself, in the project's folder. Aspire would start <c>dotnet run</c>, which builds once more and then
    /// stays beside the service with 130 MB, and which a killed service's watcher takes for the service.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithBuiltProgram(this IResourceBuilder<ProjectResource> service)
    {
        var project = service.Resource.GetProjectMetadata().ProjectPath;
        var name = Path.GetFileNameWithoutExtension(project);
        // All projects are built to artifacts/bin/<project>/<configuration>, this one included.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        return service
            .WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(project)! })
            .WithEnvironment("DOTNET_ROOT", DotnetRoot());
    }

    // Of the runtime in use, in <root>/shared/Microsoft.NETCore.App/<version>: programs would look for it in its usual places only.
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
