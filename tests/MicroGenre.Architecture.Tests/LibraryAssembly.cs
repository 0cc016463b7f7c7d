using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MicroGenre.Architecture.Tests;

/// <summary>What a built library uses of others.</summary>
internal sealed record LibraryAssembly(IReadOnlyList<string> References, IReadOnlySet<string> MembersUsed)
{
    /// <summary>The library beside the tests.</summary>
    public static LibraryAssembly Open(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));
        var metadata = file.GetMetadataReader();
        return new LibraryAssembly(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => $"{TypeName(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}")
                .ToHashSet(StringComparer.Ordinal));
    }

    private static string TypeName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
