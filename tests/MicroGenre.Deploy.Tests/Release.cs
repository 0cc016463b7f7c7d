using System.Xml.Linq;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests;

/// <summary>What a release is.</summary>
internal static class Release
{
    /// <summary>The one version of all programs, packages and images.</summary>
    public static string Version { get; } = XElement.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;
}
