using System.Reflection;

namespace Aspire.ServiceDefaults;

/// <summary>The version of the running program.</summary>
internal static class ProgramVersion
{
    /// <summary>The version and the commit it was built from, as <c>0.1.0+4f2c…</c>.</summary>
    public static string Current { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
