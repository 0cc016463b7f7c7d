using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Names a project; generated for every project that the host references.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}

/// <summary>Where the build puts a project's program; generated beside the rest of its metadata.</summary>
public interface IProjectOutput
{
    string TargetPath { get; }
}
