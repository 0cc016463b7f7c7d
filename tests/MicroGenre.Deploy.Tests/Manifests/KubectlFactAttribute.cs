namespace MicroGenre.Deploy.Tests.Manifests;

/// <summary>A test that needs kubectl, which puts the manifests together. It asks no cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(() => Command.Succeeds("kubectl", "kustomize", "--help"));

    public KubectlFactAttribute() => Skip = IsThere.Value ? null : "needs kubectl";
}

/// <summary>Tests, with data, that need kubectl.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = new KubectlFactAttribute().Skip;
}
